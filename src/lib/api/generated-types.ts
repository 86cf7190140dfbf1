// Generated from api/kling.openapi.yaml by scripts/generate.js. Do not edit.
export interface paths {
    "/v1/videos/omni-video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List omni video tasks */
        get: operations["listOmniVideos"];
        put?: never;
        /** Create a video from text, images, elements or a video */
        post: operations["createOmniVideo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/omni-video/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one omni video task */
        get: operations["getOmniVideo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/text2video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List text-to-video tasks */
        get: operations["listText2Videos"];
        put?: never;
        /** Create a video from text */
        post: operations["createText2Video"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/text2video/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one text-to-video task */
        get: operations["getText2Video"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/image2video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List image-to-video tasks */
        get: operations["listImage2Videos"];
        put?: never;
        /** Create a video from an image */
        post: operations["createImage2Video"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/image2video/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one image-to-video task */
        get: operations["getImage2Video"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/multi-image2video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List multi-image-to-video tasks */
        get: operations["listMultiImage2Videos"];
        put?: never;
        /** Create a video from several images */
        post: operations["createMultiImage2Video"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/multi-image2video/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one multi-image-to-video task */
        get: operations["getMultiImage2Video"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/multi-elements/init-selection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prepare a video for editing */
        post: operations["initMultiElementsSelection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/multi-elements/add-selection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add points to the selection */
        post: operations["addMultiElementsSelection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/multi-elements/delete-selection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove points from the selection */
        post: operations["deleteMultiElementsSelection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/multi-elements/clear-selection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Clear the selection */
        post: operations["clearMultiElementsSelection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/multi-elements/preview-selection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview the selection */
        post: operations["previewMultiElementsSelection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/multi-elements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List multi-elements tasks */
        get: operations["listMultiElements"];
        put?: never;
        /** Create an edit of the prepared video */
        post: operations["createMultiElements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/multi-elements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one multi-elements task */
        get: operations["getMultiElements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/motion-control": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List motion-control tasks */
        get: operations["listMotionControls"];
        put?: never;
        /** Carry motion from a video to an image */
        post: operations["createMotionControl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/motion-control/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one motion-control task */
        get: operations["getMotionControl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/avatar/image2video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List avatar tasks */
        get: operations["listAvatars"];
        put?: never;
        /** Create a talking avatar */
        post: operations["createAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/avatar/image2video/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one avatar task */
        get: operations["getAvatar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/video-extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List video-extend tasks */
        get: operations["listVideoExtends"];
        put?: never;
        /** Lengthen a video */
        post: operations["createVideoExtend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/video-extend/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one video-extend task */
        get: operations["getVideoExtend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/effects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List effects tasks */
        get: operations["listEffects"];
        put?: never;
        /** Apply a video effect */
        post: operations["createEffects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/effects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one effects task */
        get: operations["getEffects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/identify-face": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find the faces in a video */
        post: operations["identifyFace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/advanced-lip-sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List lip-sync tasks */
        get: operations["listLipSyncs"];
        put?: never;
        /** Lip-sync a face */
        post: operations["createLipSync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/advanced-lip-sync/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one lip-sync task */
        get: operations["getLipSync"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/lip-sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List lip-sync tasks (form of 2025)
         * @deprecated
         */
        get: operations["listLipSyncOld"];
        put?: never;
        /**
         * Lip-sync a video (form of 2025)
         * @deprecated
         */
        post: operations["createLipSyncOld"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/lip-sync/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one lip-sync task (form of 2025)
         * @deprecated
         */
        get: operations["getLipSyncOld"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/video-to-audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List video-to-audio tasks */
        get: operations["listVideoToAudios"];
        put?: never;
        /** Add sound to a video */
        post: operations["createVideoToAudio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/video-to-audio/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one video-to-audio task */
        get: operations["getVideoToAudio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/text-to-audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List text-to-audio tasks */
        get: operations["listTextToAudios"];
        put?: never;
        /** Create a sound effect from text */
        post: operations["createTextToAudio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/text-to-audio/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one text-to-audio task */
        get: operations["getTextToAudio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/tts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create speech from text */
        post: operations["createTts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/generations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List image tasks */
        get: operations["listImageGenerations"];
        put?: never;
        /** Create images from text or an image */
        post: operations["createImageGeneration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/generations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one image task */
        get: operations["getImageGeneration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/omni-image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List omni image tasks */
        get: operations["listOmniImages"];
        put?: never;
        /** Create images from text, images and elements */
        post: operations["createOmniImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/omni-image/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one omni image task */
        get: operations["getOmniImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/multi-image2image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List multi-image-to-image tasks */
        get: operations["listMultiImage2Images"];
        put?: never;
        /** Create images from several images */
        post: operations["createMultiImage2Image"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/multi-image2image/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one multi-image-to-image task */
        get: operations["getMultiImage2Image"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/editing/expand": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List image-expand tasks */
        get: operations["listImageExpands"];
        put?: never;
        /** Expand an image */
        post: operations["createImageExpand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/editing/expand/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one image-expand task */
        get: operations["getImageExpand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/videos/image-recognize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Segment an image */
        post: operations["recognizeImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/ai-multi-shot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List ai-multi-shot tasks */
        get: operations["listAiMultiShots"];
        put?: never;
        /** Create further views of a subject */
        post: operations["createAiMultiShot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/ai-multi-shot/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one ai-multi-shot task */
        get: operations["getAiMultiShot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/kolors-virtual-try-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List virtual try-on tasks */
        get: operations["listVirtualTryOns"];
        put?: never;
        /** Dress a person */
        post: operations["createVirtualTryOn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/kolors-virtual-try-on/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one virtual try-on task */
        get: operations["getVirtualTryOn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/custom-elements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List own elements */
        get: operations["listCustomElements"];
        put?: never;
        /** Create an element */
        post: operations["createCustomElement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/presets-elements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List official elements */
        get: operations["listPresetElements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/delete-elements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete an own element */
        post: operations["deleteElement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/custom-voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List custom voice tasks */
        get: operations["listCustomVoices"];
        put?: never;
        /** Create a voice */
        post: operations["createCustomVoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/custom-voices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one custom voice task */
        get: operations["getCustomVoice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/presets-voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List official voices */
        get: operations["listPresetVoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/delete-voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete an own voice */
        post: operations["deleteVoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List resource packs and what is left
         * @description Free of charge.
         */
        get: operations["getAccountCosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/advanced-custom-elements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List element tasks */
        get: operations["listAdvancedElements"];
        put?: never;
        /** Create an element (advanced library) */
        post: operations["createAdvancedElement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/advanced-custom-elements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one element task */
        get: operations["getAdvancedElement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/advanced-presets-elements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List official elements (advanced library) */
        get: operations["listAdvancedPresetElements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/general/delete-advanced-elements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete an own element (advanced library) */
        post: operations["deleteAdvancedElement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/billing/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** List charges to the balance */
        post: operations["listBalanceCharges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/billing/package": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** List charges to resource packs */
        post: operations["listPackageCharges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/text-to-video/kling-3.0-turbo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Text to video, kling-3.0-turbo */
        post: operations["createTextToVideo30Turbo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/image-to-video/kling-3.0-turbo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Image to video, kling-3.0-turbo */
        post: operations["createImageToVideo30Turbo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/text-to-video/kling-3.0": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Text to video, kling-3.0 */
        post: operations["createTextToVideo30"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/image-to-video/kling-3.0": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Image to video, kling-3.0 */
        post: operations["createImageToVideo30"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/omni-video/kling-3.0-omni": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Omni video, kling-3.0-omni */
        post: operations["createOmniVideo30"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/omni-video/kling-o1": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Omni video, kling-o1 */
        post: operations["createOmniVideoO1"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/motion-control/kling-3.0": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Motion control, kling-3.0 */
        post: operations["createMotionControl30"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/motion-control/kling-2.6": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Motion control, kling-2.6 */
        post: operations["createMotionControl26"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/text-to-video/kling-2.6": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Text to video, kling-2.6 */
        post: operations["createTextToVideo26"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/image-to-video/kling-2.6": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Image to video, kling-2.6 */
        post: operations["createImageToVideo26"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/text-to-video/kling-2.5-turbo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Text to video, kling-2.5-turbo */
        post: operations["createTextToVideo25Turbo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/image-to-video/kling-2.5-turbo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Image to video, kling-2.5-turbo */
        post: operations["createImageToVideo25Turbo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get tasks by id */
        get: operations["getTasks"];
        put?: never;
        /** List tasks by time or cursor */
        post: operations["queryTasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/solutions/e-commerce/clothing_dupe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Copy a sales clip of clothing (AI Apparel Replicator) */
        post: operations["createApparelClip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/solutions/e-commerce/goods_studio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a clip of goods (Goods Studio) */
        post: operations["createGoodsClip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/solutions/talking_agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a person who presents (Video Commerce) */
        post: operations["createTalkingAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/solutions/virtual_try_on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Dress a person (virtual try-on 3.0) */
        post: operations["createTryOn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/solutions/drama_subtitle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Translate the speech of a clip into subtitles */
        post: operations["createSubtitles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/solutions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get tasks of solutions by id */
        get: operations["getSolutions"];
        put?: never;
        /** List tasks of solutions by time or cursor */
        post: operations["querySolutions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    taskCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A task changed state (legacy standard)
         * @description Sent to callback_url at every change of task state.
         */
        post: operations["onTaskCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    newTaskCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A task changed state (new standard)
         * @description Sent to options.callback_url at every change of task state.
         */
        post: operations["onNewTaskCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * @description Task state. succeed and failed are final.
         * @enum {string}
         */
        TaskStatus: "submitted" | "processing" | "succeed" | "failed";
        /** @description Task id made by the service. Treat as opaque text. */
        TaskId: string;
        /**
         * Format: int64
         * @description Unix time in milliseconds.
         */
        TimestampMs: number;
        /** @description Absolute http(s) URL that the service can fetch. */
        HttpUrl: string;
        /** @description Absolute http(s) URL, or the bare Base64 text of the file. A data: prefix is not allowed. */
        UrlOrBase64: string;
        /** @description Absolute http(s) URL that the service can fetch. Empty counts as absent. */
        HttpUrlOrEmpty: string;
        /** @description As UrlOrBase64. Empty counts as absent. */
        UrlOrBase64OrEmpty: string;
        /** @description The service posts a callback here at every change of task state. Empty counts as absent. */
        CallbackUrl: string;
        /** @description Caller's own task id, unique per account. Can be used in place of task_id in queries. Empty counts as absent. */
        ExternalTaskId: string;
        /** @description Watermark request. */
        WatermarkInfo: {
            /** @description true: also make a watermarked result. */
            enabled: boolean;
        };
        /** @description Watermark setting of the task. */
        WatermarkState: {
            enabled: boolean;
        };
        /**
         * Format: int64
         * @description Element id, a 64-bit integer. Observed values exceed 2^53, so JavaScript must not pass them through number.
         */
        ElementId: number;
        /** @description Element id of a request: a 64-bit integer, or the same number as decimal text. Text is the safe form in JavaScript. */
        ElementIdInput: components["schemas"]["ElementId"] | string;
        /**
         * @description std: standard, cheaper. pro: higher quality.
         * @enum {string}
         */
        VideoMode: "std" | "pro";
        /**
         * @description std: 720p, cheaper. pro: 1080p, higher quality. 4k: kling-v3 and kling-v3-omni only.
         * @enum {string}
         */
        VideoMode4k: "std" | "pro" | "4k";
        /**
         * @description Length of the video in seconds, as text. The model decides which values are allowed.
         * @enum {string}
         */
        Duration3to15: "3" | "4" | "5" | "6" | "7" | "8" | "9" | "10" | "11" | "12" | "13" | "14" | "15";
        /**
         * @description customize: shots are listed in multi_prompt. intelligence: the model cuts the prompt into shots.
         * @enum {string}
         */
        ShotType: "customize" | "intelligence";
        /** @description One shot. */
        ShotPrompt: {
            /** @description Shot number. */
            index: number;
            /** @description Text prompt of the shot. */
            prompt: string;
            /**
             * @description Length of the shot in seconds, as text.
             * @enum {string}
             */
            duration: "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "10" | "11" | "12" | "13" | "14" | "15";
        };
        /**
         * @description Length of the video in seconds, as text.
         * @enum {string}
         */
        Duration5or10: "5" | "10";
        /**
         * @description Width:height of the frame.
         * @enum {string}
         */
        VideoAspectRatio: "16:9" | "9:16" | "1:1";
        /**
         * @description Width:height of the image.
         * @enum {string}
         */
        ImageAspectRatio: "16:9" | "9:16" | "1:1" | "4:3" | "3:4" | "3:2" | "2:3" | "21:9";
        /**
         * @description 1k: standard. 2k: high.
         * @enum {string}
         */
        ImageResolution: "1k" | "2k";
        /**
         * @description Whether to make sound with the video.
         * @enum {string}
         */
        SoundSwitch: "on" | "off";
        /** @enum {string} */
        YesNo: "yes" | "no";
        /** @description Exactly one axis is non-zero; the others are left out or 0. */
        CameraConfig: {
            /**
             * Format: float
             * @description Move along x. Negative: left.
             */
            horizontal?: number;
            /**
             * Format: float
             * @description Move along y. Negative: down.
             */
            vertical?: number;
            /**
             * Format: float
             * @description Turn left (negative) or right.
             */
            pan?: number;
            /**
             * Format: float
             * @description Turn down (negative) or up.
             */
            tilt?: number;
            /**
             * Format: float
             * @description Turn about the lens axis. Negative: counter-clockwise.
             */
            roll?: number;
            /**
             * Format: float
             * @description Negative: longer focal length (narrower view).
             */
            zoom?: number;
        } & ({
            horizontal: unknown;
            /** @constant */
            vertical?: 0;
            /** @constant */
            pan?: 0;
            /** @constant */
            tilt?: 0;
            /** @constant */
            roll?: 0;
            /** @constant */
            zoom?: 0;
        } | {
            /** @constant */
            horizontal?: 0;
            vertical: unknown;
            /** @constant */
            pan?: 0;
            /** @constant */
            tilt?: 0;
            /** @constant */
            roll?: 0;
            /** @constant */
            zoom?: 0;
        } | {
            /** @constant */
            horizontal?: 0;
            /** @constant */
            vertical?: 0;
            pan: unknown;
            /** @constant */
            tilt?: 0;
            /** @constant */
            roll?: 0;
            /** @constant */
            zoom?: 0;
        } | {
            /** @constant */
            horizontal?: 0;
            /** @constant */
            vertical?: 0;
            /** @constant */
            pan?: 0;
            tilt: unknown;
            /** @constant */
            roll?: 0;
            /** @constant */
            zoom?: 0;
        } | {
            /** @constant */
            horizontal?: 0;
            /** @constant */
            vertical?: 0;
            /** @constant */
            pan?: 0;
            /** @constant */
            tilt?: 0;
            roll: unknown;
            /** @constant */
            zoom?: 0;
        } | {
            /** @constant */
            horizontal?: 0;
            /** @constant */
            vertical?: 0;
            /** @constant */
            pan?: 0;
            /** @constant */
            tilt?: 0;
            /** @constant */
            roll?: 0;
            zoom: unknown;
        });
        /** @description Camera movement. */
        CameraControl: {
            /**
             * @description Predefined camera move. simple takes its move from config.
             * @enum {string}
             */
            type: "simple" | "down_back" | "forward_up" | "right_turn_forward" | "left_turn_forward";
            config?: components["schemas"]["CameraConfig"];
        } & (unknown & unknown);
        /** @description Point in image pixels; the origin is the bottom-left corner. */
        TrajectoryPoint: {
            /** @description Pixels from the left edge. */
            x: number;
            /** @description Pixels from the bottom edge. */
            y: number;
        };
        /** @description One dynamic motion brush. */
        DynamicMask: {
            /** @description Brushed area. */
            mask: components["schemas"]["UrlOrBase64"];
            /** @description Path of the area, in order. */
            trajectories: components["schemas"]["TrajectoryPoint"][];
        };
        /** @description Voice used in the video; named in the prompt as <<<voice_N>>>. */
        VoiceRef: {
            voice_id: string;
        };
        OmniImageRef: {
            /** @description Reference image. */
            image_url: components["schemas"]["UrlOrBase64"];
            /**
             * @description Marks the image as first or last frame. Left out for a plain reference image.
             * @enum {string}
             */
            type?: "first_frame" | "end_frame";
        };
        ElementRef: {
            element_id: components["schemas"]["ElementIdInput"];
        };
        OmniVideoRef: {
            /** @description Reference or base video. */
            video_url: components["schemas"]["HttpUrl"];
            /**
             * @description feature: style, camera or next-shot reference. base: video to edit.
             * @default base
             * @enum {string}
             */
            refer_type?: "feature" | "base";
            /** @description Keep the input video's own sound. */
            keep_original_sound?: components["schemas"]["YesNo"];
        };
        /** @description Unified multimodal video request. */
        OmniVideoCreateRequest: {
            /**
             * @description Model.
             * @default kling-video-o1
             * @enum {string}
             */
            model_name?: "kling-video-o1" | "kling-v3-omni";
            /**
             * @description Make a video of several shots.
             * @default false
             */
            multi_shot?: boolean;
            /** @description Required with multi_shot. */
            shot_type?: components["schemas"]["ShotType"];
            /** @description Shots, with shot_type customize. Their durations add up to duration. */
            multi_prompt?: components["schemas"]["ShotPrompt"][];
            /** @description Text prompt, positive and negative wishes together. Inputs are named as <<<image_N>>>, <<<element_N>>>, <<<video_N>>>. May be empty only with shot_type customize. */
            prompt?: string;
            /** @description Reference images, first frame, last frame. */
            image_list?: components["schemas"]["OmniImageRef"][];
            /** @description Elements from the element library. */
            element_list?: components["schemas"]["ElementRef"][];
            /** @description Reference or base video. */
            video_list?: components["schemas"]["OmniVideoRef"][];
            /**
             * @description Make sound with the video. kling-v3-omni only.
             * @default off
             */
            sound?: components["schemas"]["SoundSwitch"];
            /** @default pro */
            mode?: components["schemas"]["VideoMode4k"];
            aspect_ratio?: components["schemas"]["VideoAspectRatio"];
            /** @default 5 */
            duration?: components["schemas"]["Duration3to15"];
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & (unknown & unknown & unknown & unknown & unknown & (unknown & unknown & unknown & unknown & unknown & unknown & unknown) & unknown & unknown & unknown & {
            image_list?: unknown;
        } & {
            image_list?: unknown;
        } & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown);
        /** @description Text-to-video request. */
        Text2VideoCreateRequest: {
            /**
             * @description Model. The default is retired: always send a model.
             * @default kling-v1
             * @enum {string}
             */
            model_name?: "kling-v1" | "kling-v1-6" | "kling-v2-master" | "kling-v2-1-master" | "kling-v2-5-turbo" | "kling-v2-6" | "kling-v3";
            /**
             * @description Make a video of several shots.
             * @default false
             */
            multi_shot?: boolean;
            /** @description Required with multi_shot. */
            shot_type?: components["schemas"]["ShotType"];
            /** @description Shots, with shot_type customize. Their durations add up to duration. */
            multi_prompt?: components["schemas"]["ShotPrompt"][];
            /** @description Text prompt. May be empty only with shot_type customize. */
            prompt?: string;
            /** @description What to avoid. */
            negative_prompt?: string;
            /**
             * @description Make sound with the video.
             * @default off
             */
            sound?: components["schemas"]["SoundSwitch"];
            /**
             * Format: float
             * @description Adherence to the prompt: higher is stricter. kling-v1 models only.
             * @default 0.5
             */
            cfg_scale?: number;
            /** @default std */
            mode?: components["schemas"]["VideoMode4k"];
            camera_control?: components["schemas"]["CameraControl"];
            /** @default 16:9 */
            aspect_ratio?: components["schemas"]["VideoAspectRatio"];
            /** @default 5 */
            duration?: components["schemas"]["Duration3to15"];
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & (unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown);
        /** @description Image-to-video request. */
        Image2VideoCreateRequest: {
            /**
             * @description Model. The default is retired: always send a model.
             * @default kling-v1
             * @enum {string}
             */
            model_name?: "kling-v1" | "kling-v1-5" | "kling-v1-6" | "kling-v2-master" | "kling-v2-1" | "kling-v2-1-master" | "kling-v2-5-turbo" | "kling-v2-6" | "kling-v3";
            /**
             * @description Make a video of several shots.
             * @default false
             */
            multi_shot?: boolean;
            /** @description Required with multi_shot. */
            shot_type?: components["schemas"]["ShotType"];
            /** @description Shots, with shot_type customize. Their durations add up to duration. */
            multi_prompt?: components["schemas"]["ShotPrompt"][];
            /** @description First frame. */
            image?: components["schemas"]["UrlOrBase64"];
            /** @description Last frame. */
            image_tail?: components["schemas"]["UrlOrBase64"];
            /** @description Text prompt. Voices are named as <<<voice_N>>>. */
            prompt?: string;
            /** @description What to avoid. */
            negative_prompt?: string;
            /** @description Elements, kling-v3 only. Not with voice_list. */
            element_list?: components["schemas"]["ElementRef"][];
            /** @description Voices, at most two. */
            voice_list?: components["schemas"]["VoiceRef"][];
            /**
             * @description Make sound with the video.
             * @default off
             */
            sound?: components["schemas"]["SoundSwitch"];
            /**
             * Format: float
             * @description Adherence to the prompt: higher is stricter. kling-v1 models only.
             * @default 0.5
             */
            cfg_scale?: number;
            /** @default std */
            mode?: components["schemas"]["VideoMode4k"];
            /** @description Area that stays still. */
            static_mask?: components["schemas"]["UrlOrBase64"];
            /** @description Areas that move. */
            dynamic_masks?: components["schemas"]["DynamicMask"][];
            camera_control?: components["schemas"]["CameraControl"];
            /** @default 5 */
            duration?: components["schemas"]["Duration3to15"];
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & ((unknown | unknown) & unknown & unknown & (unknown & unknown & unknown & unknown & unknown) & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown);
        ImageItem: {
            /** @description Image, already cropped to its subject. */
            image: components["schemas"]["UrlOrBase64"];
        };
        /** @description Video from one to four reference images. */
        MultiImage2VideoCreateRequest: {
            /**
             * @description Model.
             * @default kling-v1-6
             * @enum {string}
             */
            model_name?: "kling-v1-6";
            image_list: components["schemas"]["ImageItem"][];
            /** @description Text prompt. */
            prompt: string;
            /** @description What to avoid. */
            negative_prompt?: string;
            /** @default std */
            mode?: components["schemas"]["VideoMode"];
            /** @default 5 */
            duration?: components["schemas"]["Duration5or10"];
            /** @default 16:9 */
            aspect_ratio?: components["schemas"]["VideoAspectRatio"];
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        };
        /** @description Prepares a video for editing. */
        SelectionInitRequest: {
            /** @description Kling video made within the last 30 days. */
            video_id?: string;
            /** @description Video to edit. */
            video_url?: components["schemas"]["HttpUrlOrEmpty"];
        } & ({
            video_id: unknown;
        } | {
            video_url: unknown;
        });
        SelectionPoint: {
            /**
             * Format: float
             * @description 0 is the left edge, 1 the right.
             */
            x: number;
            /**
             * Format: float
             * @description 0 is the top edge, 1 the bottom.
             */
            y: number;
        };
        SelectionPointsRequest: {
            /** @description Session id from init-selection, valid for 24 hours. */
            session_id: string;
            /** @description Frame number. */
            frame_index: number;
            /** @description Clicked points. */
            points: components["schemas"]["SelectionPoint"][];
        };
        SelectionSessionRequest: {
            /** @description Session id from init-selection, valid for 24 hours. */
            session_id: string;
        };
        /** @description Edits the prepared video. */
        MultiElementsCreateRequest: {
            /**
             * @description No longer documented: leave it out.
             * @enum {string}
             */
            model_name?: "kling-v1-6";
            /** @description Session id from init-selection, valid for 24 hours. */
            session_id: string;
            /**
             * @description addition: add. swap: replace. removal: remove.
             * @enum {string}
             */
            edit_mode: "addition" | "swap" | "removal";
            /** @description addition: one or two. swap: one. removal: none. */
            image_list?: components["schemas"]["ImageItem"][];
            /** @description Text prompt naming <<<video_1>>> and, unless removing, <<<image_1>>>. */
            prompt: string;
            /** @description What to avoid. */
            negative_prompt?: string;
            /** @default std */
            mode?: components["schemas"]["VideoMode"];
            /** @default 5 */
            duration?: components["schemas"]["Duration5or10"];
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & (unknown & unknown & unknown);
        /** @description Carries the motion of a video over to the person of an image. */
        MotionControlCreateRequest: {
            /**
             * @description Model.
             * @default kling-v2-6
             * @enum {string}
             */
            model_name?: "kling-v2-6" | "kling-v3";
            /** @description Text prompt. */
            prompt?: string;
            /** @description Person and background of the result. */
            image_url: components["schemas"]["UrlOrBase64"];
            /** @description Motion to copy. */
            video_url: components["schemas"]["HttpUrl"];
            /** @description Element that keeps the person consistent, kling-v3 only. */
            element_list?: components["schemas"]["ElementRef"][];
            /**
             * @description Keep the motion video's own sound.
             * @default yes
             */
            keep_original_sound?: components["schemas"]["YesNo"];
            /**
             * @description Which input the person faces like. Decides the length limit of the motion video.
             * @enum {string}
             */
            character_orientation: "image" | "video";
            mode: components["schemas"]["VideoMode"];
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & (unknown & unknown);
        /** @description Talking avatar from an image and speech. */
        AvatarCreateRequest: {
            /** @description Avatar image. */
            image: components["schemas"]["UrlOrBase64"];
            /** @description Audio id from tts, made within the last 30 days. */
            audio_id?: string;
            /** @description Speech. */
            sound_file?: components["schemas"]["UrlOrBase64OrEmpty"];
            /** @description Actions, mood and camera. */
            prompt?: string;
            /** @default std */
            mode?: components["schemas"]["VideoMode"];
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & ({
            audio_id: unknown;
        } | {
            sound_file: unknown;
        });
        /** @description Adds 4 to 5 seconds to a video, with the model and mode of its source. */
        VideoExtendCreateRequest: {
            /** @description Video from text2video, image2video or video-extend, made within the last 30 days. */
            video_id: string;
            /** @description Text prompt. */
            prompt?: string;
            /** @description What to avoid. */
            negative_prompt?: string;
            /**
             * Format: float
             * @description Adherence to the prompt: higher is stricter.
             * @default 0.5
             */
            cfg_scale?: number;
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        };
        /**
         * @description Effects that take one image. The list of the service changes often.
         * @enum {string}
         */
        EffectSingleScene: "fortune_god_transform" | "new_year_feast" | "ring_in_new" | "horse_year_firework" | "pet_vlogger" | "crystal_horse" | "lateral_shift_transition" | "drunk_dance" | "drunk_dance_pet" | "daoma_dance" | "bouncy_dance" | "smooth_sailing_dance" | "new_year_greeting" | "lion_dance" | "prosperity" | "great_success" | "golden_horse_fortune" | "red_packet_box" | "lucky_horse_year" | "lucky_red_packet" | "lucky_money_come" | "lion_dance_pet" | "dumpling_making_pet" | "fish_making_pet" | "pet_red_packet" | "lantern_glow" | "expression_challenge" | "overdrive" | "heart_gesture_dance" | "poping" | "martial_arts" | "running" | "nezha" | "motorcycle_dance" | "subject_3_dance" | "ghost_step_dance" | "phantom_jewel" | "zoom_out" | "dollar_rain_pro" | "pet_bee_pro" | "countdown_teleport" | "santa_random_surprise" | "magic_match_tree" | "bullet_time_360" | "happy_birthday" | "birthday_star" | "thumbs_up_pro" | "tiger_hug_pro" | "pet_lion_pro" | "surprise_bouquet" | "bouquet_drop" | "3d_cartoon_1_pro" | "firework_2026" | "glamour_photo_shoot" | "box_of_joy" | "first_toast_of_the_year" | "my_santa_pic" | "santa_gift" | "steampunk_christmas" | "snowglobe" | "christmas_photo_shoot" | "ornament_crash" | "santa_express" | "instant_christmas" | "particle_santa_surround" | "coronation_of_frost" | "building_sweater" | "spark_in_the_snow" | "scarlet_and_snow" | "cozy_toon_wrap" | "bullet_time_lite" | "magic_cloak" | "balloon_parade" | "jumping_ginger_joy" | "bullet_time" | "c4d_cartoon_pro" | "pure_white_wings" | "black_wings" | "golden_wing" | "pink_pink_wings" | "venomous_spider" | "throne_of_king" | "luminous_elf" | "woodland_elf" | "japanese_anime_1" | "american_comics" | "guardian_spirit" | "swish_swish" | "snowboarding" | "witch_transform" | "vampire_transform" | "pumpkin_head_transform" | "demon_transform" | "mummy_transform" | "zombie_transform" | "cute_pumpkin_transform" | "cute_ghost_transform" | "knock_knock_halloween" | "halloween_escape" | "baseball" | "inner_voice" | "a_list_look" | "memory_alive" | "trampoline" | "trampoline_night" | "pucker_up" | "guess_what" | "feed_mooncake" | "rampage_ape" | "flyer" | "dishwasher" | "pet_chinese_opera" | "magic_fireball" | "gallery_ring" | "pet_moto_rider" | "muscle_pet" | "squeeze_scream" | "pet_delivery" | "running_man" | "disappear" | "mythic_style" | "steampunk" | "3d_cartoon_2" | "eagle_snatch" | "hug_from_past" | "firework" | "media_interview" | "pet_chef" | "santa_gifts" | "santa_hug" | "girlfriend" | "boyfriend" | "heart_gesture_1" | "pet_wizard" | "smoke_smoke" | "instant_kid" | "dollar_rain" | "cry_cry" | "building_collapse" | "gun_shot" | "mushroom" | "double_gun" | "pet_warrior" | "lightning_power" | "jesus_hug" | "shark_alert" | "long_hair" | "lie_flat" | "polar_bear_hug" | "brown_bear_hug" | "jazz_jazz" | "office_escape_plow" | "fly_fly" | "watermelon_bomb" | "pet_dance" | "boss_coming" | "wool_curly" | "pet_bee" | "marry_me" | "swing_swing" | "day_to_night" | "piggy_morph" | "wig_out" | "car_explosion" | "ski_ski" | "siblings" | "construction_worker" | "let's_ride" | "snatched" | "magic_broom" | "felt_felt" | "jumpdrop" | "splashsplash" | "surfsurf" | "fairy_wing" | "angel_wing" | "dark_wing" | "skateskate" | "plushcut" | "jelly_press" | "jelly_slice" | "jelly_squish" | "jelly_jiggle" | "pixelpixel" | "yearbook" | "instant_film" | "anime_figure" | "rocketrocket" | "bloombloom" | "dizzydizzy" | "fuzzyfuzzy" | "squish" | "expansion" | "pet_lion" | "net_the_fish" | "birthday_board" | "summer_fireworks" | "blow_blaze" | "champagne_birthday" | "pet_working_daily" | "pet_roll_window" | "pet_crash_earth" | "makeup_style" | "hair_dressup" | "barbie_transform" | "critter_paste" | "wiggle_faces_pets" | "paw_headbang" | "food_splash" | "dj_pet" | "pet_diving" | "disco_paws" | "pet_fitness" | "j_var_live" | "pet_burst" | "idol_live" | "beast_striker" | "african_sway" | "jealousy_sway" | "chubby_fish" | "shrug_dance" | "soccer_star" | "bra_hot_dance" | "arg_hot_dance" | "fra_hot_dance" | "bra_goal" | "arg_goal" | "por_goal" | "victory_slide" | "samba_fever" | "bicycle_kick" | "football_dance_2" | "red_card_sent_off" | "football_dance" | "magic_world_vlog" | "magic_world_vlog_9_16" | "air_dunk" | "whirling_beverage_9_16" | "tennis_trend" | "tennis_trend_9_16" | "football_live_9_16" | "whirling_beverage" | "f1_live" | "football_live" | "spielberg_transition" | "korean_baseball_9_16" | "korean_baseball" | "tiny_beast_printer" | "landmark_reveal" | "winter_charm" | "flash_ride" | "maestro_of_magic" | "magic_carpet_ride" | "good_luck_spirit" | "shooting_star" | "sparkler_wand" | "sovereign_scepter" | "dirt_rush" | "return_of_the_king" | "dance_with_dragon" | "minimalist_light" | "martial_meow" | "sassy_shake" | "knock_at_a_door_revenge" | "palm_sized_figure_pro" | "prank_box" | "perler_beads" | "spring_bloom" | "get_rich_quick" | "make_it_rain" | "twist_shake" | "the_hip_sway" | "send_my_love" | "funky_martian" | "wealth_drive" | "the_high_kick" | "the_exercise" | "lucky_veggie" | "flash_drive" | "shush_my_dreams" | "advent_of_flora" | "raid_check" | "fortune_in_motion" | "chinese_trend" | "sedan_chair_dance" | "skyfall" | "good_luck_dance" | "laicai_dance" | "yangge_dance" | "color_mixing" | "lantern_festival_cuju" | "unique_firework" | "unique_spring_couplets" | "horse_mask" | "fortune_knocks_cartoon" | "tangyuan_to_animal" | "hot_feet_dance" | "swag_dance" | "pigeon_dance" | "bloodline_dance" | "chanel_dance" | "cute_dance" | "love_theme_song" | "pumpitup_dance" | "city_to_village";
        /**
         * @description Effects that join two people.
         * @enum {string}
         */
        EffectDualScene: "cheers_2026" | "kiss_pro" | "fight_pro" | "hug_pro" | "heart_gesture_pro" | "pet_skateboard" | "daily_ootd" | "toss_run" | "switch_to_silk" | "studio_look" | "french_elegance" | "finger_swipe" | "smooth_transition" | "snow_night_kiss" | "eternal_kiss";
        /**
         * @description Older two-person effects, which take a model and a mode.
         * @enum {string}
         */
        EffectLegacyDualScene: "hug" | "kiss" | "heart_gesture" | "fight";
        EffectsSingleRequest: {
            effect_scene: components["schemas"]["EffectSingleScene"];
            input: {
                /** @description Image. */
                image: components["schemas"]["UrlOrBase64"];
                /**
                 * @deprecated
                 * @description No longer documented.
                 */
                duration?: components["schemas"]["Duration5or10"];
            };
            /**
             * @deprecated
             * @description No longer documented.
             */
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        };
        EffectsDualRequest: {
            effect_scene: components["schemas"]["EffectDualScene"];
            input: {
                /** @description Left person, right person. */
                images: components["schemas"]["UrlOrBase64"][];
                /**
                 * @deprecated
                 * @description No longer documented.
                 * @enum {string}
                 */
                duration?: "5";
            };
            /**
             * @deprecated
             * @description No longer documented.
             */
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        };
        /**
         * @deprecated
         * @description The form of the effects that ended on 2026-01-30.
         */
        EffectsLegacyDualRequest: {
            effect_scene: components["schemas"]["EffectLegacyDualScene"];
            input: {
                /**
                 * @default kling-v1
                 * @enum {string}
                 */
                model_name?: "kling-v1" | "kling-v1-5" | "kling-v1-6";
                /** @default std */
                mode?: components["schemas"]["VideoMode"];
                /** @description Left person, right person. */
                images: components["schemas"]["UrlOrBase64"][];
                duration: components["schemas"]["Duration5or10"];
            };
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & unknown;
        /** @description Effect request; the input depends on the scene. */
        EffectsCreateRequest: components["schemas"]["EffectsSingleRequest"] | components["schemas"]["EffectsDualRequest"] | components["schemas"]["EffectsLegacyDualRequest"];
        /** @description Finds the faces that can be lip-synced. */
        IdentifyFaceRequest: {
            /** @description Kling video made within the last 30 days. */
            video_id?: string;
            /** @description Video. */
            video_url?: components["schemas"]["HttpUrlOrEmpty"];
        } & ({
            video_id: unknown;
        } | {
            video_url: unknown;
        });
        FaceChoice: {
            /** @description Face id from identify-face. */
            face_id: string;
            /** @description Audio id from tts, made within the last 30 days. */
            audio_id?: string;
            /** @description Speech. */
            sound_file?: components["schemas"]["UrlOrBase64OrEmpty"];
            /**
             * Format: int64
             * @description Start of the part of the audio to use, ms.
             */
            sound_start_time: number;
            /**
             * Format: int64
             * @description End of the part of the audio to use, ms.
             */
            sound_end_time: number;
            /**
             * Format: int64
             * @description Where the part goes in the video, ms.
             */
            sound_insert_time: number;
            /**
             * Format: float
             * @description Volume of the audio.
             * @default 1
             */
            sound_volume?: number;
            /**
             * Format: float
             * @description Volume of the video's own sound.
             * @default 1
             */
            original_audio_volume?: number;
        } & ({
            audio_id: unknown;
        } | {
            sound_file: unknown;
        });
        /** @description Lip-syncs a face. */
        LipSyncCreateRequest: {
            /** @description Session id from identify-face, valid for 24 hours. */
            session_id: string;
            /** @description Face and its audio. One face for now. */
            face_choose: components["schemas"]["FaceChoice"][];
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        };
        /** @description Lip-sync in one call, in the form of 2025. */
        LipSyncOldRequest: {
            input: {
                video_id?: string;
                video_url?: components["schemas"]["HttpUrlOrEmpty"];
                /**
                 * @description What the speech is made from.
                 * @enum {string}
                 */
                mode: "text2video" | "audio2video";
                /** @description Words to speak. */
                text?: string;
                /** @description As for speech from text. */
                voice_id?: string;
                /** @enum {string} */
                voice_language?: "zh" | "en";
                /**
                 * Format: float
                 * @default 1
                 */
                voice_speed?: number;
                /** @enum {string} */
                audio_type?: "file" | "url";
                /** @description Base64 text of the speech. */
                audio_file?: string;
                audio_url?: components["schemas"]["HttpUrlOrEmpty"];
            } & (({
                video_id: unknown;
            } | {
                video_url: unknown;
            }) & unknown & unknown);
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        };
        /** @description Adds sound to a video. */
        VideoToAudioCreateRequest: {
            /** @description Kling video made within the last 30 days. */
            video_id?: string;
            /** @description Video. */
            video_url?: components["schemas"]["HttpUrlOrEmpty"];
            /** @description Sound effects wanted. */
            sound_effect_prompt?: string;
            /** @description Music wanted. */
            bgm_prompt?: string;
            /**
             * @description Stronger detail sounds.
             * @default false
             */
            asmr_mode?: boolean;
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & ({
            video_id: unknown;
        } | {
            video_url: unknown;
        });
        /** @description Sound effect from text. */
        TextToAudioCreateRequest: {
            /** @description Sound wanted. */
            prompt: string;
            /**
             * Format: float
             * @description Length in seconds, one decimal.
             */
            duration: number;
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        };
        /** @description Speech from text. */
        TtsCreateRequest: {
            /** @description Text to speak. */
            text: string;
            /** @description Voice id. */
            voice_id: string;
            /**
             * @description Language; must fit the voice.
             * @default zh
             * @enum {string}
             */
            voice_language: "zh" | "en";
            /**
             * Format: float
             * @description Speed, one decimal.
             * @default 1
             */
            voice_speed?: number;
        };
        /** @description Image from text or from an image. */
        ImageGenerationCreateRequest: {
            /**
             * @description Model. The default differs between editions: always send a model.
             * @default kling-v1
             * @enum {string}
             */
            model_name?: "kling-v1" | "kling-v1-5" | "kling-v2" | "kling-v2-new" | "kling-v2-1" | "kling-v3";
            /** @description Text prompt. */
            prompt: string;
            /** @description What to avoid. Not with image. */
            negative_prompt?: string;
            /** @description Reference image. */
            image?: components["schemas"]["UrlOrBase64"];
            /**
             * @description subject: character features. face: facial looks. kling-v1-5 and kling-v2-1 only.
             * @enum {string}
             */
            image_reference?: "subject" | "face";
            /**
             * Format: float
             * @description Strength of the reference.
             * @default 0.5
             */
            image_fidelity?: number;
            /**
             * Format: float
             * @description Strength of facial likeness; only works with image_reference subject.
             * @default 0.45
             */
            human_fidelity?: number;
            /** @description Elements, kling-v3 only. */
            element_list?: components["schemas"]["ElementRef"][];
            /** @default 1k */
            resolution?: components["schemas"]["ImageResolution"];
            /**
             * @description Number of images to make.
             * @default 1
             */
            n?: number;
            /** @default 16:9 */
            aspect_ratio?: components["schemas"]["ImageAspectRatio"];
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & (unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown);
        OmniImageItem: {
            /** @description Reference image. */
            image: components["schemas"]["UrlOrBase64"];
        };
        /**
         * @description 1k: standard. 2k: high. 4k: kling-v3-omni only.
         * @enum {string}
         */
        OmniImageResolution: "1k" | "2k" | "4k";
        /** @description Unified multimodal image request. */
        OmniImageCreateRequest: {
            /**
             * @description Model.
             * @default kling-image-o1
             * @enum {string}
             */
            model_name?: "kling-image-o1" | "kling-v3-omni";
            /** @description Text prompt. Images are named as <<<image_N>>>. */
            prompt: string;
            image_list?: components["schemas"]["OmniImageItem"][];
            element_list?: components["schemas"]["ElementRef"][];
            /** @default 1k */
            resolution?: components["schemas"]["OmniImageResolution"];
            /**
             * @description single: n separate images. series: a set of related images.
             * @default single
             * @enum {string}
             */
            result_type?: "single" | "series";
            /**
             * @description Number of images to make.
             * @default 1
             */
            n?: number;
            /**
             * @description Images of a series; auto follows the prompt. No effect with result_type single.
             * @default 4
             */
            series_amount?: number | "auto";
            /**
             * @description Width:height; auto follows the content.
             * @default auto
             * @enum {string}
             */
            aspect_ratio?: "16:9" | "9:16" | "1:1" | "4:3" | "3:4" | "3:2" | "2:3" | "21:9" | "auto";
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & ((unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown) & unknown & unknown & unknown);
        SubjectImageItem: {
            /** @description Image, already cropped to its subject. */
            subject_image: components["schemas"]["UrlOrBase64"];
        };
        /** @description Image from several reference images. */
        MultiImage2ImageCreateRequest: {
            /**
             * @description Model.
             * @default kling-v2-1
             * @enum {string}
             */
            model_name?: "kling-v2" | "kling-v2-1";
            /** @description Text prompt. */
            prompt?: string;
            subject_image_list: components["schemas"]["SubjectImageItem"][];
            /** @description Scene. */
            scene_image?: components["schemas"]["UrlOrBase64"];
            /** @description Style. */
            style_image?: components["schemas"]["UrlOrBase64"];
            /**
             * @description Number of images to make.
             * @default 1
             */
            n?: number;
            /** @default 16:9 */
            aspect_ratio?: components["schemas"]["ImageAspectRatio"];
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        };
        /** @description Widens an image. The new area is at most three times the old. */
        ImageExpandCreateRequest: {
            /** @description Image to expand. */
            image: components["schemas"]["UrlOrBase64"];
            /**
             * Format: float
             * @description Growth at the top, as a multiple of the height.
             * @default 0
             */
            up_expansion_ratio: number;
            /**
             * Format: float
             * @description Growth at the bottom, as a multiple of the height.
             * @default 0
             */
            down_expansion_ratio: number;
            /**
             * Format: float
             * @description Growth on the left, as a multiple of the width.
             * @default 0
             */
            left_expansion_ratio: number;
            /**
             * Format: float
             * @description Growth on the right, as a multiple of the width.
             * @default 0
             */
            right_expansion_ratio: number;
            /** @description Text prompt. */
            prompt?: string;
            /**
             * @description Number of images to make.
             * @default 1
             */
            n?: number;
            watermark_info?: components["schemas"]["WatermarkInfo"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        };
        ImageRecognizeRequest: {
            /** @description Image to segment. */
            image: components["schemas"]["UrlOrBase64"];
        };
        /** @description Makes further views of a subject. */
        AiMultiShotCreateRequest: {
            /** @description Front view of the subject. */
            element_frontal_image: components["schemas"]["UrlOrBase64"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        };
        /** @description Dresses a person in a garment. */
        VirtualTryOnCreateRequest: {
            /**
             * @description Model.
             * @default kolors-virtual-try-on-v1
             * @enum {string}
             */
            model_name?: "kolors-virtual-try-on-v1" | "kolors-virtual-try-on-v1-5";
            /** @description Person. */
            human_image: components["schemas"]["UrlOrBase64"];
            /** @description Garment: product photo or white background. */
            cloth_image: components["schemas"]["UrlOrBase64"];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        };
        /**
         * @description Element tag.
         * @enum {string}
         */
        ElementTagId: "o_101" | "o_102" | "o_103" | "o_104" | "o_105" | "o_106" | "o_107" | "o_108";
        ElementReferImage: {
            /** @description Further view of the element. */
            image_url: components["schemas"]["UrlOrBase64"];
        };
        /** @description New element. */
        CustomElementCreateRequest: {
            /** @description Name. */
            element_name: string;
            /** @description Description. */
            element_description: string;
            /** @description Front view. */
            element_frontal_image: components["schemas"]["UrlOrBase64"];
            element_refer_list: components["schemas"]["ElementReferImage"][];
            tag_list?: {
                tag_id: components["schemas"]["ElementTagId"];
            }[];
        };
        ElementDeleteRequest: {
            /** @description Id of a custom element, as text. */
            element_id: string;
        };
        /** @description New voice. */
        CustomVoiceCreateRequest: {
            /** @description Name. */
            voice_name: string;
            /** @description Clean recording of one voice. */
            voice_url?: components["schemas"]["UrlOrBase64OrEmpty"];
            /** @description Kling video with a voice: kling-v2-6 with sound on, avatar or lip-sync. */
            video_id?: string;
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & ({
            voice_url: unknown;
        } | {
            video_id: unknown;
        });
        VoiceDeleteRequest: {
            /** @description Id of a custom voice. */
            voice_id: string;
        };
        /** @description Common outer shape of every response. */
        Envelope: {
            /** @description 0 on success, else a code of x-error-codes. */
            code: number;
            /** @description Text for people. */
            message: string;
            /** @description Id of the request, for support. Errors were seen without one. */
            request_id?: string;
        };
        /** @description Envelope of a success. */
        SuccessEnvelope: components["schemas"]["Envelope"] & {
            /** @constant */
            code?: 0;
        };
        /** @description Source video of the task. */
        ParentVideo: {
            id: string;
            url?: components["schemas"]["HttpUrl"];
            /** @description Seconds, as text. */
            duration?: string;
        };
        /** @description What the task was made with. */
        TaskInfo: {
            external_task_id?: string;
            parent_video?: components["schemas"]["ParentVideo"];
        };
        /** @description Data of a create response. */
        TaskCreated: {
            task_id: components["schemas"]["TaskId"];
            task_status: components["schemas"]["TaskStatus"];
            task_info?: components["schemas"]["TaskInfo"];
            /** @description multi-elements only. */
            session_id?: string;
            created_at: components["schemas"]["TimestampMs"];
            updated_at: components["schemas"]["TimestampMs"];
        };
        /** @description Money charged in the end. */
        BalanceDeduction: {
            /** @description Amount charged, as text. */
            quota?: string;
            /** @description List price, as text. */
            list_price?: string;
        };
        /** @description Fields common to every task. */
        TaskBase: {
            task_id: components["schemas"]["TaskId"];
            task_status: components["schemas"]["TaskStatus"];
            /** @description Why the task failed. */
            task_status_msg?: string;
            task_info?: components["schemas"]["TaskInfo"];
            watermark_info?: components["schemas"]["WatermarkState"];
            /** @description Units charged in the end, as text. */
            final_unit_deduction?: string;
            final_balance_deduction?: components["schemas"]["BalanceDeduction"];
            created_at: components["schemas"]["TimestampMs"];
            updated_at: components["schemas"]["TimestampMs"];
        } & unknown;
        VideoResult: {
            /** @description Globally unique video id. */
            id: string;
            /** @description Video. */
            url: components["schemas"]["HttpUrl"];
            /** @description Watermarked video. */
            watermark_url?: components["schemas"]["HttpUrl"];
            /** @description Seconds, as text. */
            duration?: string;
        };
        MultiElementsVideoResult: components["schemas"]["VideoResult"] & {
            session_id?: string;
        };
        ImageResult: {
            /** @description Seen empty, in answers of 2024. */
            id?: string;
            index?: number;
            /** @description Image. */
            url: components["schemas"]["HttpUrl"];
            /** @description Watermarked image. */
            watermark_url?: components["schemas"]["HttpUrl"];
        };
        AiMultiShotImageResult: {
            index: number;
            /** @description View, in older answers. */
            url?: components["schemas"]["HttpUrl"];
            /** @description View 1. */
            url_1?: components["schemas"]["HttpUrl"];
            /** @description View 2. */
            url_2?: components["schemas"]["HttpUrl"];
            /** @description View 3. */
            url_3?: components["schemas"]["HttpUrl"];
        } | unknown | unknown;
        AudioResult: {
            id: string;
            /** @description MP3. */
            url_mp3?: components["schemas"]["HttpUrl"];
            /** @description WAV. */
            url_wav?: components["schemas"]["HttpUrl"];
            /** @description Seconds, as text. */
            duration_mp3?: string;
            /** @description Seconds, as text. */
            duration_wav?: string;
        } | unknown | unknown;
        TtsAudioResult: {
            /** @description Audio id, usable as audio_id. */
            id: string;
            /** @description Audio. */
            url: components["schemas"]["HttpUrl"];
            /** @description Seconds, as text. */
            duration: string;
        };
        VoiceResult: {
            voice_id: string;
            voice_name: string;
            /** @description Sample. */
            trial_url?: components["schemas"]["HttpUrl"];
            /** @description kling for official voices, else the creator id. */
            owned_by: string;
            /** @enum {string} */
            status?: "succeed" | "deleted";
        };
        /** @description Task with videos. */
        VideoTask: components["schemas"]["TaskBase"] & {
            task_result?: {
                videos?: components["schemas"]["VideoResult"][];
            };
        } & unknown;
        /** @description Task with edited videos. */
        MultiElementsTask: components["schemas"]["TaskBase"] & {
            task_result?: {
                videos?: components["schemas"]["MultiElementsVideoResult"][];
            };
        } & unknown;
        /** @description Task with images. */
        ImageTask: components["schemas"]["TaskBase"] & {
            task_result?: {
                images?: components["schemas"]["ImageResult"][];
            };
        } & unknown;
        /** @description Task with images or a series of images. */
        OmniImageTask: components["schemas"]["TaskBase"] & {
            task_result?: {
                /** @enum {string} */
                result_type?: "single" | "series";
                images?: components["schemas"]["ImageResult"][];
                series_images?: components["schemas"]["ImageResult"][];
            };
        } & unknown;
        /** @description Task with views of a subject. */
        AiMultiShotTask: components["schemas"]["TaskBase"] & {
            task_result?: {
                images?: components["schemas"]["AiMultiShotImageResult"][];
            };
        } & unknown;
        /** @description Task with sounds. */
        TextToAudioTask: components["schemas"]["TaskBase"] & {
            task_result?: {
                audios?: components["schemas"]["AudioResult"][];
            };
        } & unknown;
        /** @description Task with a video and its sounds. */
        VideoToAudioTask: components["schemas"]["TaskBase"] & {
            task_result?: {
                videos?: components["schemas"]["VideoResult"][];
                audios?: components["schemas"]["AudioResult"][];
            };
        } & unknown;
        /** @description Speech; the service answers at once. */
        TtsTask: components["schemas"]["TaskBase"] & {
            task_result?: {
                audios?: components["schemas"]["TtsAudioResult"][];
            };
        } & unknown;
        /** @description Task with voices. */
        VoiceTask: components["schemas"]["TaskBase"] & {
            task_result?: {
                voices?: components["schemas"]["VoiceResult"][];
            };
        } & unknown;
        /** @description Element. */
        Element: {
            element_id: components["schemas"]["ElementId"];
            element_name: string;
            element_description?: string;
            element_frontal_image?: components["schemas"]["HttpUrl"];
            element_refer_list?: {
                image_url: components["schemas"]["HttpUrl"];
            }[];
            tag_list?: {
                id: string;
                name?: string;
                description?: string;
            }[];
            final_unit_deduction?: string;
            /** @description kling for official elements, else the creator id. */
            owned_by: string;
        };
        DeleteResult: {
            task_id: components["schemas"]["TaskId"];
            task_status: components["schemas"]["TaskStatus"];
        };
        /** @description Prepared video. */
        SelectionInit: {
            /** @description 0: accepted. Else a refusal code. */
            status: number;
            session_id: string;
            final_unit_deduction?: string;
            final_balance_deduction?: components["schemas"]["BalanceDeduction"];
            /** Format: float */
            fps?: number;
            /** @description ms */
            original_duration?: number;
            width?: number;
            height?: number;
            total_frame?: number;
            normalized_video?: components["schemas"]["HttpUrl"];
        };
        SelectionMask: {
            object_id: number;
            rle_mask?: {
                size: number[];
                counts: string;
            };
            png_mask?: {
                size: number[];
                base64: string;
            };
        };
        SelectionResult: {
            /** @description 0: accepted. Else a refusal code. */
            status: number;
            session_id: string;
            final_unit_deduction?: string;
            final_balance_deduction?: components["schemas"]["BalanceDeduction"];
            res?: {
                frame_index?: number;
                rle_mask_list?: components["schemas"]["SelectionMask"][];
            };
        };
        SelectionCleared: {
            /** @description 0: accepted. Else a refusal code. */
            status: number;
            session_id: string;
            final_unit_deduction?: string;
            final_balance_deduction?: components["schemas"]["BalanceDeduction"];
        };
        SelectionPreview: {
            /** @description 0: accepted. Else a refusal code. */
            status: number;
            session_id: string;
            final_unit_deduction?: string;
            final_balance_deduction?: components["schemas"]["BalanceDeduction"];
            res?: {
                video?: components["schemas"]["HttpUrl"];
                video_cover?: components["schemas"]["HttpUrl"];
                tracking_output?: components["schemas"]["HttpUrl"];
            };
        };
        FaceData: {
            face_id: string;
            /** @description Picture of the face. */
            face_image?: components["schemas"]["HttpUrl"];
            /**
             * Format: int64
             * @description Start of the span that can be lip-synced, ms.
             */
            start_time: number;
            /**
             * Format: int64
             * @description End of that span, ms.
             */
            end_time: number;
        };
        IdentifyFaceResult: {
            /** @description Valid for 24 hours. */
            session_id: string;
            final_unit_deduction?: string;
            final_balance_deduction?: components["schemas"]["BalanceDeduction"];
            face_data: components["schemas"]["FaceData"][];
        };
        ImageRecognizeResult: {
            final_unit_deduction?: string;
            final_balance_deduction?: components["schemas"]["BalanceDeduction"];
            task_result: {
                images: {
                    /**
                     * @description object: subject. head: face with hair. face: face without hair. cloth: clothing.
                     * @enum {string}
                     */
                    type: "object_seg" | "head_seg" | "face_seg" | "cloth_seg";
                    /** @description Whether it was found. */
                    is_contain: boolean;
                    /** @description Segmented image. */
                    url?: components["schemas"]["HttpUrl"];
                }[];
            };
        };
        ResourcePack: {
            resource_pack_name: string;
            resource_pack_id: string;
            /**
             * @description decreasing_total: a total that runs down. constant_period: a constant amount per period.
             * @enum {string}
             */
            resource_pack_type: "decreasing_total" | "constant_period";
            /** Format: double */
            total_quantity: number;
            /** Format: double */
            remaining_quantity: number;
            purchase_time?: components["schemas"]["TimestampMs"];
            effective_time?: components["schemas"]["TimestampMs"];
            invalid_time?: components["schemas"]["TimestampMs"];
            /**
             * @description toBeOnline: not yet valid. online: valid. expired: past its end. runOut: used up.
             * @enum {string}
             */
            status: "toBeOnline" | "online" | "expired" | "runOut";
        };
        AccountCosts: {
            code?: number;
            msg?: string;
            resource_pack_subscribe_infos: components["schemas"]["ResourcePack"][];
        };
        /** @description Body of a callback. It has no envelope. */
        TaskCallback: {
            task_id: components["schemas"]["TaskId"];
            task_status: components["schemas"]["TaskStatus"];
            task_status_msg?: string;
            task_info?: components["schemas"]["TaskInfo"];
            final_unit_deduction?: string;
            final_balance_deduction?: components["schemas"]["BalanceDeduction"];
            created_at: components["schemas"]["TimestampMs"];
            updated_at: components["schemas"]["TimestampMs"];
            task_result?: {
                images?: components["schemas"]["ImageResult"][];
                videos?: components["schemas"]["VideoResult"][];
            };
        };
        /** @description Pictures of the element. */
        AdvancedElementImages: {
            /** @description Front view. */
            frontal_image: components["schemas"]["UrlOrBase64"];
            refer_images: {
                /** @description Further view. */
                image_url: components["schemas"]["UrlOrBase64"];
            }[];
        };
        /** @description Video of the element. */
        AdvancedElementVideos: {
            refer_videos: {
                video_url: components["schemas"]["HttpUrl"];
            }[];
        };
        /** @description New element of the advanced library. */
        AdvancedElementCreateRequest: {
            /** @description Name. */
            element_name: string;
            /** @description Description. */
            element_description: string;
            /**
             * @description image_refer: multi-image element. video_refer: video character element.
             * @enum {string}
             */
            reference_type: "image_refer" | "video_refer";
            element_image_list?: components["schemas"]["AdvancedElementImages"];
            element_video_list?: components["schemas"]["AdvancedElementVideos"];
            /** @description Voice bound to the element. Image elements: people and humanoids only. */
            element_voice_id?: string;
            tag_list?: {
                tag_id: components["schemas"]["ElementTagId"];
            }[];
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
        } & (unknown & unknown);
        /** @description Element of the advanced library. */
        AdvancedElement: {
            element_id: components["schemas"]["ElementId"];
            element_name: string;
            element_description?: string;
            /** @enum {string} */
            reference_type?: "image_refer" | "video_refer";
            element_image_list?: {
                frontal_image?: components["schemas"]["HttpUrl"];
                refer_images?: {
                    image_url?: components["schemas"]["HttpUrl"];
                }[];
            };
            element_video_list?: {
                refer_videos?: {
                    video_url?: components["schemas"]["HttpUrl"];
                }[];
            };
            /** @description Voice that is bound to the element: left out or empty where there is none. */
            element_voice_info?: {
                voice_id?: string;
                voice_name?: string;
                /** @description Sample. */
                trial_url?: components["schemas"]["HttpUrl"];
                owned_by?: string;
            };
            tag_list?: {
                id: string;
                name?: string;
                description?: string;
            }[];
            /** @description kling for official elements, else the creator id. */
            owned_by: string;
            /** @enum {string} */
            status?: "succeed" | "deleted";
        };
        /** @description Task with an element. */
        AdvancedElementTask: components["schemas"]["TaskBase"] & {
            /** @description The elements; one working client reads the fields of a single element here. */
            task_result?: {
                elements?: components["schemas"]["AdvancedElement"][];
                element_id?: components["schemas"]["ElementId"];
                element_name?: string;
                element_description?: string;
                element_image_list?: Record<string, never>;
            };
        } & unknown;
        BalanceBillingRequest: {
            start_time?: components["schemas"]["TimestampMs"];
            end_time?: components["schemas"]["TimestampMs"];
            /**
             * @description Rows per page.
             * @default 500
             */
            limit?: number;
            /** @description Filters of one key add up; filters of different keys all apply. */
            filters?: {
                /** @enum {string} */
                key: "api_key_name";
                values: string[];
            }[];
            /** @description next_cursor of the previous page. Overrides everything else. */
            cursor?: string;
        } & unknown;
        PackageBillingRequest: {
            start_time?: components["schemas"]["TimestampMs"];
            end_time?: components["schemas"]["TimestampMs"];
            /**
             * @description Rows per page.
             * @default 500
             */
            limit?: number;
            /** @description Filters of one key add up; filters of different keys all apply. */
            filters?: {
                /** @enum {string} */
                key: "api_key_name" | "product_type" | "package_name" | "package_id";
                values: string[];
            }[];
            /** @description next_cursor of the previous page. Overrides everything else. */
            cursor?: string;
        } & (unknown & unknown);
        BalanceBillingPage: {
            result: {
                detail?: {
                    task_id: string;
                    api_key_name?: string;
                    product_function?: string;
                    model_name?: string;
                    /** @description 720p, 1080p or 4k. */
                    resolution?: string;
                    /** @description Seconds, as text; videos only. */
                    duration?: string;
                    refer_video_input?: boolean;
                    /** @description native, original or off. */
                    video_sound?: string;
                    voice_control?: boolean;
                    /** @description Unix ms, shown as text. */
                    deduction_time?: string | number;
                    /** Format: double */
                    deduction_amount?: number;
                    /** @enum {string} */
                    cash_type?: "balance" | "test_balance";
                    /** Format: double */
                    balance_before_deduction?: number;
                    /** Format: double */
                    balance_after_deduction?: number;
                    /** Format: double */
                    list_price?: number;
                    /** @enum {string} */
                    currency?: "CNY" | "USD";
                }[];
            };
            count?: number;
            next_cursor?: string;
            has_more?: boolean;
        };
        PackageBillingPage: {
            result: {
                detail?: {
                    task_id: string;
                    api_key_name?: string;
                    product_function?: string;
                    model_name?: string;
                    /** @description 720p, 1080p or 4k. */
                    resolution?: string;
                    /** @description Seconds, as text; videos only. */
                    duration?: string;
                    refer_video_input?: boolean;
                    /** @description native, original or off. */
                    video_sound?: string;
                    voice_control?: boolean;
                    /** @description Unix ms, shown as text. */
                    deduction_time?: string | number;
                    /** Format: double */
                    deduction_amount?: number;
                    package_id?: string;
                    /** @description video, image or try-on. */
                    product_type?: string;
                    /** Format: double */
                    unit_before_deduction?: number;
                    /** Format: double */
                    unit_after_deduction?: number;
                }[];
            };
            count?: number;
            next_cursor?: string;
            has_more?: boolean;
        };
        /** @description General options. */
        NsOptions: {
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
            watermark_info?: components["schemas"]["WatermarkInfo"];
        };
        /** @description Options of Solutions: watermark, where the rest of the standard says watermark_info. */
        NsSolutionOptions: {
            callback_url?: components["schemas"]["CallbackUrl"];
            external_task_id?: components["schemas"]["ExternalTaskId"];
            watermark?: components["schemas"]["WatermarkInfo"];
        };
        /** @description Options of kling-4.0: neither callback_url nor external_task_id, by one gateway's documents. */
        NsOptions40: {
            watermark_info?: components["schemas"]["WatermarkInfo"];
        };
        /**
         * @description Resolution of the video.
         * @enum {string}
         */
        NsResolution: "720p" | "1080p";
        /**
         * @description Resolution of the video.
         * @enum {string}
         */
        NsResolution4k: "720p" | "1080p" | "4k";
        NsPrompt3072: {
            /** @constant */
            type: "prompt";
            /** @description Text prompt. */
            text: string;
        };
        NsPrompt2500: {
            /** @constant */
            type: "prompt";
            /** @description Text prompt. */
            text: string;
        };
        NsFrame: {
            /** @enum {string} */
            type: "first_frame" | "last_frame";
            /** @description Image. */
            url: components["schemas"]["UrlOrBase64"];
        };
        NsFirstFrame: {
            /** @enum {string} */
            type: "first_frame";
            /** @description Image. */
            url: components["schemas"]["UrlOrBase64"];
        };
        NsOmniImage: {
            /** @enum {string} */
            type: "first_frame" | "last_frame" | "refer_image";
            /** @description Image. */
            url: components["schemas"]["UrlOrBase64"];
            /** @description Name used as @name in the prompt; unique within the request. */
            id?: string;
        };
        NsVideo30: {
            /**
             * @description feature_video: reference. base_video: video to edit.
             * @enum {string}
             */
            type: "feature_video" | "base_video";
            /** @description Video. */
            url: components["schemas"]["HttpUrl"];
            /** @description Name used as @name in the prompt; unique within the request. */
            id?: string;
        };
        NsVideoO1: {
            /**
             * @description feature_video: reference. base_video: video to edit.
             * @enum {string}
             */
            type: "feature_video" | "base_video";
            /** @description Video. */
            url: components["schemas"]["HttpUrl"];
            /** @description Name used as @name in the prompt; unique within the request. */
            id?: string;
        };
        NsElement: {
            /** @constant */
            type: "element";
            /** @description Element id as text. */
            element_id: string;
            /** @description Name used as @name in the prompt; unique within the request. */
            id: string;
        };
        NsVoice: {
            /** @constant */
            type: "voice";
            voice_id: string;
            /** @description Name used as @name in the prompt; unique within the request. */
            id: string;
        };
        NsMotionImage: {
            /** @constant */
            type: "image";
            /** @description Person and background. */
            url: components["schemas"]["UrlOrBase64"];
        };
        NsMotionVideo: {
            /** @constant */
            type: "video";
            /** @description Motion to copy. */
            url: components["schemas"]["HttpUrl"];
        };
        /** @description Text to video, kling-3.0-turbo. */
        NsTextToVideo30TurboRequest: {
            /** @description Text prompt, positive and negative wishes together. */
            prompt: string;
            /** @description Output settings. */
            settings?: {
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution"];
                /** @default 16:9 */
                aspect_ratio?: components["schemas"]["VideoAspectRatio"];
                /**
                 * @description Length in whole seconds.
                 * @default 5
                 */
                duration?: number;
            };
            options?: components["schemas"]["NsOptions"];
        };
        /** @description Text to video, kling-3.0. */
        NsTextToVideo30Request: {
            /** @description Text prompt, positive and negative wishes together. */
            prompt: string;
            /** @description Output settings. */
            settings?: {
                /**
                 * @description false: shots named in the prompt are not made.
                 * @default true
                 */
                multi_shot?: boolean;
                /**
                 * @description native: made for the video. original: that of the reference video. off: none.
                 * @default off
                 * @enum {string}
                 */
                audio?: "native" | "off";
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution4k"];
                /** @default 16:9 */
                aspect_ratio?: components["schemas"]["VideoAspectRatio"];
                /**
                 * @description Length in whole seconds.
                 * @default 5
                 */
                duration?: number;
            };
            options?: components["schemas"]["NsOptions"];
        };
        /** @description Text to video, kling-2.6. */
        NsTextToVideo26Request: {
            /** @description Text prompt, positive and negative wishes together. */
            prompt: string;
            /** @description Output settings. */
            settings?: {
                /**
                 * @description native: made for the video. original: that of the reference video. off: none.
                 * @default off
                 * @enum {string}
                 */
                audio?: "native" | "off";
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution"];
                /** @default 16:9 */
                aspect_ratio?: components["schemas"]["VideoAspectRatio"];
                /**
                 * @description Length in whole seconds.
                 * @default 5
                 * @enum {integer}
                 */
                duration?: 5 | 10;
            };
            options?: components["schemas"]["NsOptions"];
        } & unknown;
        /** @description Text to video, kling-2.5-turbo. */
        NsTextToVideo25TurboRequest: {
            /** @description Text prompt, positive and negative wishes together. */
            prompt: string;
            /** @description Output settings. */
            settings?: {
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution"];
                /** @default 16:9 */
                aspect_ratio?: components["schemas"]["VideoAspectRatio"];
                /**
                 * @description Length in whole seconds.
                 * @default 5
                 * @enum {integer}
                 */
                duration?: 5 | 10;
            };
            options?: components["schemas"]["NsOptions"];
        };
        /** @description Image to video, kling-3.0-turbo. First frame only. */
        NsImageToVideo30TurboRequest: {
            /** @description Inputs, one object each. */
            contents: (components["schemas"]["NsPrompt2500"] | components["schemas"]["NsFirstFrame"])[];
            /** @description Output settings. */
            settings?: {
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution"];
                /**
                 * @description Length in whole seconds.
                 * @default 5
                 */
                duration?: number;
            };
            options?: components["schemas"]["NsOptions"];
        } & ({
            contents: unknown;
        } & {
            contents: unknown;
        });
        /** @description Image to video, kling-3.0. */
        NsImageToVideo30Request: {
            /** @description Inputs, one object each. */
            contents: (components["schemas"]["NsPrompt3072"] | components["schemas"]["NsFrame"] | components["schemas"]["NsElement"])[];
            /** @description Output settings. */
            settings?: {
                /**
                 * @description false: shots named in the prompt are not made.
                 * @default true
                 */
                multi_shot?: boolean;
                /**
                 * @description native: made for the video. original: that of the reference video. off: none.
                 * @default off
                 * @enum {string}
                 */
                audio?: "native" | "off";
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution4k"];
                /**
                 * @description Length in whole seconds.
                 * @default 5
                 */
                duration?: number;
            };
            options?: components["schemas"]["NsOptions"];
        } & ({
            contents: unknown;
        } & {
            contents: unknown;
        } & {
            contents: unknown;
        } & {
            contents: unknown;
        });
        /** @description Image to video, kling-2.6. */
        NsImageToVideo26Request: {
            /** @description Inputs, one object each. */
            contents: (components["schemas"]["NsPrompt2500"] | components["schemas"]["NsFrame"] | components["schemas"]["NsVoice"])[];
            /** @description Output settings. */
            settings?: {
                /**
                 * @description native: made for the video. original: that of the reference video. off: none.
                 * @default off
                 * @enum {string}
                 */
                audio?: "native" | "off";
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution"];
                /**
                 * @description Length in whole seconds.
                 * @default 5
                 * @enum {integer}
                 */
                duration?: 5 | 10;
            };
            options?: components["schemas"]["NsOptions"];
        } & ({
            contents: unknown;
        } & {
            contents: unknown;
        } & {
            contents: unknown;
        } & unknown & unknown & unknown & {
            contents: unknown;
        } & unknown);
        /** @description Image to video, kling-2.5-turbo. */
        NsImageToVideo25TurboRequest: {
            /** @description Inputs, one object each. */
            contents: (components["schemas"]["NsPrompt2500"] | components["schemas"]["NsFrame"])[];
            /** @description Output settings. */
            settings?: {
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution"];
                /**
                 * @description Length in whole seconds.
                 * @default 5
                 * @enum {integer}
                 */
                duration?: 5 | 10;
            };
            options?: components["schemas"]["NsOptions"];
        } & ({
            contents: unknown;
        } & {
            contents: unknown;
        } & {
            contents: unknown;
        } & unknown);
        /** @description Omni video, kling-3.0-omni. */
        NsOmniVideo30Request: {
            /** @description Inputs, one object each. */
            contents: (components["schemas"]["NsPrompt3072"] | components["schemas"]["NsOmniImage"] | components["schemas"]["NsVideo30"] | components["schemas"]["NsElement"])[];
            /** @description Output settings. */
            settings?: {
                /**
                 * @description false: shots named in the prompt are not made.
                 * @default true
                 */
                multi_shot?: boolean;
                /**
                 * @description native: made for the video. original: that of the reference video. off: none.
                 * @default off
                 * @enum {string}
                 */
                audio?: "native" | "original" | "off";
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution4k"];
                /** @default 16:9 */
                aspect_ratio?: components["schemas"]["VideoAspectRatio"];
                /**
                 * @description Length in whole seconds.
                 * @default 5
                 */
                duration?: number;
            };
            options?: components["schemas"]["NsOptions"];
        } & ({
            contents: unknown;
        } & {
            contents: unknown;
        } & {
            contents: unknown;
        } & unknown & {
            contents: unknown;
        } & unknown & unknown & unknown & unknown & unknown & unknown & unknown);
        /** @description Omni video, kling-o1. */
        NsOmniVideoO1Request: {
            /** @description Inputs, one object each. */
            contents: (components["schemas"]["NsPrompt2500"] | components["schemas"]["NsOmniImage"] | components["schemas"]["NsVideoO1"] | components["schemas"]["NsElement"])[];
            /** @description Output settings. */
            settings?: {
                /**
                 * @description native: made for the video. original: that of the reference video. off: none.
                 * @default off
                 * @enum {string}
                 */
                audio?: "original" | "off";
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution"];
                /** @default 16:9 */
                aspect_ratio?: components["schemas"]["VideoAspectRatio"];
                /**
                 * @description Length in whole seconds.
                 * @default 5
                 */
                duration?: number;
            };
            options?: components["schemas"]["NsOptions"];
        } & ({
            contents: unknown;
        } & {
            contents: unknown;
        } & {
            contents: unknown;
        } & unknown & {
            contents: unknown;
        } & unknown & unknown & unknown & unknown & unknown & unknown);
        /** @description Motion control, kling-3.0. */
        NsMotionControl30Request: {
            /** @description Inputs, one object each. */
            contents: (components["schemas"]["NsPrompt2500"] | components["schemas"]["NsMotionImage"] | components["schemas"]["NsMotionVideo"] | components["schemas"]["NsElement"])[];
            /** @description Output settings. */
            settings: {
                /**
                 * @description Which input the person faces like.
                 * @enum {string}
                 */
                character_orientation: "image" | "video";
                /**
                 * @description original: sound of the motion video. off: none.
                 * @default original
                 * @enum {string}
                 */
                audio?: "original" | "off";
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution"];
            };
            options?: components["schemas"]["NsOptions"];
        } & ({
            contents: unknown;
        } & {
            contents: unknown;
        } & {
            contents: unknown;
        } & {
            contents: unknown;
        });
        /** @description Motion control, kling-2.6. */
        NsMotionControl26Request: {
            /** @description Inputs, one object each. */
            contents: (components["schemas"]["NsPrompt2500"] | components["schemas"]["NsMotionImage"] | components["schemas"]["NsMotionVideo"])[];
            /** @description Output settings. */
            settings: {
                /**
                 * @description Which input the person faces like.
                 * @enum {string}
                 */
                character_orientation: "image" | "video";
                /**
                 * @description original: sound of the motion video. off: none.
                 * @default original
                 * @enum {string}
                 */
                audio?: "original" | "off";
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution"];
            };
            options?: components["schemas"]["NsOptions"];
        } & ({
            contents: unknown;
        } & {
            contents: unknown;
        } & {
            contents: unknown;
        });
        /** @description Unix ms, as a number or as text. */
        NsTimestamp: components["schemas"]["TimestampMs"] | string;
        /**
         * @description Task state. succeeded, where the legacy standard says succeed; the page of virtual try-on says succeed here, too.
         * @enum {string}
         */
        NsTaskStatus: "submitted" | "processing" | "succeeded" | "succeed" | "failed";
        /** @description Data of a create response. */
        NsTaskCreated: {
            id?: components["schemas"]["TaskId"];
            /** @description In place of id at virtual try-on. */
            task_id?: components["schemas"]["TaskId"];
            status: components["schemas"]["NsTaskStatus"];
            create_time: components["schemas"]["NsTimestamp"];
            update_time: components["schemas"]["NsTimestamp"];
            external_id?: string;
        } | unknown | unknown;
        NsVideoOutput: {
            /** @constant */
            type: "video";
            /** @description Videos of Solutions have none. */
            id?: string;
            /** @description Video. */
            url: components["schemas"]["HttpUrl"];
            /** @description Watermarked video. */
            watermark_url?: components["schemas"]["HttpUrl"];
            /** @description Seconds, as text. */
            duration?: string;
        };
        NsImageOutput: {
            /** @constant */
            type: "image";
            /** @description Image. */
            url: components["schemas"]["HttpUrl"];
            /** @description Watermarked image. */
            watermark_url?: components["schemas"]["HttpUrl"];
            /** @description Marks images that belong together. */
            group_id?: string;
        };
        NsAudioOutput: {
            /** @constant */
            type: "audio";
            id: string;
            /** @description MP3. */
            mp3_url?: components["schemas"]["HttpUrl"];
            /** @description WAV. */
            wav_url?: components["schemas"]["HttpUrl"];
            /** @description Seconds, as text. */
            mp3_duration?: string;
            /** @description Seconds, as text. */
            wav_duration?: string;
        };
        NsVoiceOutput: {
            /** @constant */
            type: "voice";
            id: string;
            name?: string;
            url?: components["schemas"]["HttpUrl"];
            owned_by?: string;
            /** @enum {string} */
            status?: "succeeded" | "deleted";
        };
        NsElementOutput: {
            /** @constant */
            type: "element";
            id: string;
            name?: string;
            description?: string;
            /** @enum {string} */
            element_type?: "video_character_elements" | "multi_image_elements";
            /** @description Parts (queries). */
            references?: {
                /** @enum {string} */
                type: "image" | "video" | "voice";
                /** @description image: frontal, or reference / refer. Else refer. */
                role?: string;
                url?: components["schemas"]["HttpUrl"];
                id?: string;
                name?: string;
                owned_by?: string;
            }[];
            /** @description Parts (callbacks). */
            materials?: {
                /** @enum {string} */
                type: "image" | "video" | "voice";
                /** @description image: frontal, or reference / refer. Else refer. */
                role?: string;
                url?: components["schemas"]["HttpUrl"];
                id?: string;
                name?: string;
                owned_by?: string;
            }[];
            owned_by?: string;
            /** @enum {string} */
            status?: "succeeded" | "deleted";
            tags?: {
                id?: number;
                name?: string;
                description?: string;
            }[];
        };
        /** @description One result. */
        NsOutput: components["schemas"]["NsVideoOutput"] | components["schemas"]["NsImageOutput"] | components["schemas"]["NsAudioOutput"] | components["schemas"]["NsVoiceOutput"] | components["schemas"]["NsElementOutput"] | components["schemas"]["NsOtherOutput"];
        /** @description A result of a kind that only Solutions have, or that came later. */
        NsOtherOutput: {
            type: string;
            /** @description File. */
            url?: components["schemas"]["HttpUrl"];
            /** @description File with a watermark. */
            watermark_url?: components["schemas"]["HttpUrl"];
            /** @description Seconds, as text. */
            duration?: string;
        };
        /** @description One charge. */
        NsBilling: {
            /** @enum {string} */
            charge_type: "unit" | "cash";
            /** @description Units or money, decimal text. */
            amount: string;
            /** @description With unit. */
            package_type?: string;
            /**
             * @description With cash.
             * @enum {string}
             */
            cash_type?: "balance" | "test_balance";
            /**
             * @description With cash.
             * @enum {string}
             */
            currency?: "CNY" | "USD";
            /** @description With cash. */
            list_price?: string;
        };
        /** @description Task of the new standard. Tasks made through the legacy standard appear in this form too. */
        NsTask: {
            id: components["schemas"]["TaskId"];
            status: components["schemas"]["NsTaskStatus"];
            /** @description Why the task failed. */
            message?: string;
            create_time: components["schemas"]["NsTimestamp"];
            update_time: components["schemas"]["NsTimestamp"];
            external_id?: string;
            outputs?: components["schemas"]["NsOutput"][];
            billing?: components["schemas"]["NsBilling"][];
        } & (unknown & unknown);
        /** @description Page of tasks, by time or by cursor. */
        NsTaskQueryRequest: {
            start_time?: components["schemas"]["NsTimestamp"];
            end_time?: components["schemas"]["NsTimestamp"];
            /** @description next_cursor of the previous page. Overrides the times. Empty counts as absent. */
            cursor?: string;
            /**
             * @description Tasks per page.
             * @default 100
             */
            limit?: number;
            filters?: ({
                /** @constant */
                key: "status";
                values: components["schemas"]["NsTaskStatus"][];
            } | {
                /** @constant */
                key: "product_type";
                values: ("video" | "image" | "try_on")[];
            })[];
        };
        NsTaskPage: {
            result: components["schemas"]["NsTask"][];
            count?: number;
            next_cursor?: string;
            has_more?: boolean;
        };
        /** @description A sales clip of clothing after another clip. */
        NsApparelRequest: {
            contents: ({
                /** @constant */
                type: "product_info";
                text: string;
            } | {
                /** @constant */
                type: "source_video";
                url: components["schemas"]["HttpUrl"];
            } | {
                /** @constant */
                type: "product_image";
                url: components["schemas"]["UrlOrBase64"];
            } | {
                /** @constant */
                type: "model_image";
                url: components["schemas"]["UrlOrBase64"];
            } | {
                /** @constant */
                type: "bgm";
                url: components["schemas"]["UrlOrBase64"];
            } | {
                /** @constant */
                type: "voice";
                voice_id: string;
            })[] & (unknown & unknown & unknown & unknown & unknown & unknown);
            settings?: {
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution"];
                /** @enum {string} */
                aspect_ratio?: "9:16" | "2:3" | "3:4" | "1:1" | "4:3" | "3:2" | "16:9" | "21:9";
            };
            options?: components["schemas"]["NsOptions"];
        };
        /** @description A clip of goods. */
        NsGoodsRequest: {
            contents: ({
                /** @constant */
                type: "ref_image";
                url: components["schemas"]["UrlOrBase64"];
            } | {
                /** @constant */
                type: "goods_title";
                text: string;
            } | {
                /** @constant */
                type: "goods_description";
                text: string;
            })[] & (unknown & unknown & unknown);
            settings: {
                resolution: components["schemas"]["NsResolution"];
                /** @enum {string} */
                aspect_ratio: "9:16" | "1:1" | "16:9";
                /**
                 * @description Seconds.
                 * @enum {integer}
                 */
                duration: 15 | 30 | 60;
            };
            options?: components["schemas"]["NsSolutionOptions"];
        };
        /** @description A person who speaks a script, about a product or not. */
        NsTalkingAgentRequest: {
            contents: ({
                /** @constant */
                type: "avatar_image";
                url: components["schemas"]["UrlOrBase64"];
            } | {
                /** @constant */
                type: "avatar_id";
                text: string;
            } | {
                /** @constant */
                type: "speech_script";
                text: string;
            } | {
                /** @constant */
                type: "ref_image";
                url: components["schemas"]["UrlOrBase64"];
            } | {
                /** @constant */
                type: "goods_title";
                text: string;
            } | {
                /** @constant */
                type: "goods_price";
                text: string;
            } | {
                /** @constant */
                type: "goods_target_audience";
                text: string;
            } | {
                /** @constant */
                type: "goods_selling_point";
                text: string;
            })[] & (unknown & unknown & unknown & unknown & unknown & unknown & unknown);
            settings?: {
                /** @default 720p */
                resolution?: components["schemas"]["NsResolution"];
                /**
                 * @default 9:16
                 * @enum {string}
                 */
                aspect_ratio?: "9:16" | "16:9";
                /**
                 * @description Whether the script may be improved.
                 * @default false
                 */
                allow_polish?: boolean;
                /** @description With avatar_image, never with avatar_id. */
                voice_id?: string;
                /**
                 * @description Never with a product.
                 * @default 1
                 * @enum {number}
                 */
                speech_rate?: 0.8 | 1 | 1.2;
                action_prompt?: string;
                /** @default false */
                bgm_enabled?: boolean;
            };
            options?: components["schemas"]["NsSolutionOptions"];
        } & (unknown & unknown);
        /** @description A person in the clothes of a picture. */
        NsTryOnRequest: {
            contents: ({
                /** @constant */
                type: "product_image";
                url: components["schemas"]["HttpUrl"];
            } | {
                /** @constant */
                type: "person_image";
                url: components["schemas"]["HttpUrl"];
            })[] & (unknown & unknown);
            settings?: {
                /** @default true */
                keep_face?: boolean;
                /** @default true */
                keep_pose?: boolean;
                /** @default true */
                keep_background?: boolean;
            };
            options?: components["schemas"]["NsSolutionOptions"];
        };
        /** @description Subtitles for a clip. */
        NsSubtitleRequest: {
            contents: ({
                /** @constant */
                type: "source_video";
                url: components["schemas"]["HttpUrl"];
            } | {
                /** @constant */
                type: "glossary";
                source: string;
                target: string;
            })[] & (unknown & unknown);
            settings?: {
                /**
                 * @description Characters a second.
                 * @default 17
                 */
                target_cps?: number;
                /**
                 * @default en
                 * @enum {string}
                 */
                target_language?: "en";
                margin_v?: number;
                /** @description By itself when left out. */
                font_size?: number;
            };
            options?: components["schemas"]["NsSolutionOptions"];
        };
        /** @description Page of tasks of solutions, by time or by cursor. */
        NsSolutionQueryRequest: {
            start_time?: components["schemas"]["NsTimestamp"];
            end_time?: components["schemas"]["NsTimestamp"];
            /** @description next_cursor of the previous page. Overrides the times. Empty counts as absent. */
            cursor?: string;
            /**
             * @description Tasks per page; 0 and less count as 1.
             * @default 500
             */
            limit?: number;
            filters?: {
                /** @constant */
                key: "status";
                values: components["schemas"]["NsTaskStatus"][];
            }[];
        };
    };
    responses: {
        /** @description Task accepted. */
        TaskCreated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["TaskCreated"];
                };
            };
        };
        /** @description One task. */
        VideoTaskOne: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["VideoTask"];
                };
            };
        };
        /** @description Page of tasks. */
        VideoTaskList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["VideoTask"][];
                };
            };
        };
        /** @description One task. */
        MultiElementsTaskOne: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["MultiElementsTask"];
                };
            };
        };
        /** @description Page of tasks. */
        MultiElementsTaskList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["MultiElementsTask"][];
                };
            };
        };
        /** @description One task. */
        OmniImageTaskOne: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["OmniImageTask"];
                };
            };
        };
        /** @description Page of tasks. */
        OmniImageTaskList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["OmniImageTask"][];
                };
            };
        };
        /** @description One task. */
        ImageTaskOne: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["ImageTask"];
                };
            };
        };
        /** @description Page of tasks. */
        ImageTaskList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["ImageTask"][];
                };
            };
        };
        /** @description One task. */
        AiMultiShotTaskOne: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["AiMultiShotTask"];
                };
            };
        };
        /** @description Page of tasks. */
        AiMultiShotTaskList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["AiMultiShotTask"][];
                };
            };
        };
        /** @description One task. */
        TextToAudioTaskOne: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["TextToAudioTask"];
                };
            };
        };
        /** @description Page of tasks. */
        TextToAudioTaskList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["TextToAudioTask"][];
                };
            };
        };
        /** @description One task. */
        VideoToAudioTaskOne: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["VideoToAudioTask"];
                };
            };
        };
        /** @description Page of tasks. */
        VideoToAudioTaskList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["VideoToAudioTask"][];
                };
            };
        };
        /** @description One task. */
        VoiceTaskOne: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["VoiceTask"];
                };
            };
        };
        /** @description Page of tasks. */
        VoiceTaskList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["VoiceTask"][];
                };
            };
        };
        /** @description Speech made. */
        TtsTask: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["TtsTask"];
                };
            };
        };
        /** @description Element made. */
        ElementOne: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["Element"];
                };
            };
        };
        /** @description Page of elements. */
        ElementList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["Element"][];
                };
            };
        };
        /** @description Deletion accepted. */
        Deleted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["DeleteResult"];
                };
            };
        };
        /** @description Video prepared. */
        SelectionInit: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["SelectionInit"];
                };
            };
        };
        /** @description Selection after the change. */
        SelectionResult: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["SelectionResult"];
                };
            };
        };
        /** @description Selection cleared. */
        SelectionCleared: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["SelectionCleared"];
                };
            };
        };
        /** @description Preview of the selection. */
        SelectionPreview: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["SelectionPreview"];
                };
            };
        };
        /** @description Faces found. */
        IdentifyFace: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["IdentifyFaceResult"];
                };
            };
        };
        /** @description Segments. */
        ImageRecognize: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["ImageRecognizeResult"];
                };
            };
        };
        /** @description Resource packs. */
        AccountCosts: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["AccountCosts"];
                };
            };
        };
        /** @description Bad parameters, or a policy was triggered. */
        Error400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Envelope"] & {
                    /** @enum {integer} */
                    code?: 1200 | 1201 | 1300 | 1301;
                };
            };
        };
        /** @description Authentication failed. */
        Error401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Envelope"] & {
                    /** @enum {integer} */
                    code?: 1000 | 1001 | 1002 | 1003 | 1004;
                };
            };
        };
        /** @description No right to the resource. */
        Error403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Envelope"] & {
                    /** @enum {integer} */
                    code?: 1103;
                };
            };
        };
        /** @description Wrong method, or no such resource. */
        Error404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Envelope"] & {
                    /** @enum {integer} */
                    code?: 1202 | 1203;
                };
            };
        };
        /** @description Account, quota, rate or IP limit. */
        Error429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Envelope"] & {
                    /** @enum {integer} */
                    code?: 1100 | 1101 | 1102 | 1302 | 1303 | 1304;
                };
            };
        };
        /** @description Internal error. */
        Error500: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Envelope"] & {
                    /** @enum {integer} */
                    code?: 5000;
                };
            };
        };
        /** @description Service unavailable. */
        Error503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Envelope"] & {
                    /** @enum {integer} */
                    code?: 5001;
                };
            };
        };
        /** @description Internal timeout. */
        Error504: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Envelope"] & {
                    /** @enum {integer} */
                    code?: 5002;
                };
            };
        };
        /** @description One task. */
        AdvancedElementTaskOne: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["AdvancedElementTask"];
                };
            };
        };
        /** @description Page of tasks. */
        AdvancedElementTaskList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["AdvancedElementTask"][];
                };
            };
        };
        /** @description Page of charges. */
        BalanceBilling: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["BalanceBillingPage"];
                };
            };
        };
        /** @description Page of charges. */
        PackageBilling: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["PackageBillingPage"];
                };
            };
        };
        /** @description Task accepted. */
        NsTaskCreated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["NsTaskCreated"];
                };
            };
        };
        /** @description Tasks found; unknown ids are left out. */
        NsTasks: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["NsTask"][];
                };
            };
        };
        /** @description Page of tasks. */
        NsTaskPage: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SuccessEnvelope"] & {
                    data: components["schemas"]["NsTaskPage"];
                };
            };
        };
    };
    parameters: {
        /** @description task_id, or the external_task_id given at creation. */
        TaskIdOrExternal: string;
        /** @description task_id. external_task_id is not listed for this endpoint. */
        TaskIdOnly: string;
        /** @description Page number. */
        PageNum: number;
        /** @description Items per page; 500 in the base transcription, 1000 since 2026. */
        PageSizeVoices: number;
        /** @description Items per page. */
        PageSize: number;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listOmniVideos: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createOmniVideo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OmniVideoCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getOmniVideo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listText2Videos: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createText2Video: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Text2VideoCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getText2Video: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listImage2Videos: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createImage2Video: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Image2VideoCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getImage2Video: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listMultiImage2Videos: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createMultiImage2Video: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MultiImage2VideoCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getMultiImage2Video: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    initMultiElementsSelection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SelectionInitRequest"];
            };
        };
        responses: {
            200: components["responses"]["SelectionInit"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    addMultiElementsSelection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SelectionPointsRequest"];
            };
        };
        responses: {
            200: components["responses"]["SelectionResult"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    deleteMultiElementsSelection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SelectionPointsRequest"];
            };
        };
        responses: {
            200: components["responses"]["SelectionResult"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    clearMultiElementsSelection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SelectionSessionRequest"];
            };
        };
        responses: {
            200: components["responses"]["SelectionCleared"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    previewMultiElementsSelection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SelectionSessionRequest"];
            };
        };
        responses: {
            200: components["responses"]["SelectionPreview"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listMultiElements: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MultiElementsTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createMultiElements: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MultiElementsCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getMultiElements: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MultiElementsTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listMotionControls: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createMotionControl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MotionControlCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getMotionControl: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listAvatars: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AvatarCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listVideoExtends: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createVideoExtend: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VideoExtendCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getVideoExtend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listEffects: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createEffects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EffectsCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getEffects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    identifyFace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdentifyFaceRequest"];
            };
        };
        responses: {
            200: components["responses"]["IdentifyFace"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listLipSyncs: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createLipSync: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LipSyncCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getLipSync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id. external_task_id is not listed for this endpoint. */
                id: components["parameters"]["TaskIdOnly"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listLipSyncOld: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createLipSyncOld: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LipSyncOldRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getLipSyncOld: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listVideoToAudios: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoToAudioTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createVideoToAudio: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VideoToAudioCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getVideoToAudio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VideoToAudioTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listTextToAudios: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["TextToAudioTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createTextToAudio: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextToAudioCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getTextToAudio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["TextToAudioTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createTts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TtsCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TtsTask"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listImageGenerations: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ImageTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createImageGeneration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImageGenerationCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getImageGeneration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ImageTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listOmniImages: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OmniImageTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createOmniImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OmniImageCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getOmniImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OmniImageTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listMultiImage2Images: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ImageTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createMultiImage2Image: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MultiImage2ImageCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getMultiImage2Image: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ImageTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listImageExpands: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ImageTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createImageExpand: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImageExpandCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getImageExpand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ImageTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    recognizeImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImageRecognizeRequest"];
            };
        };
        responses: {
            200: components["responses"]["ImageRecognize"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listAiMultiShots: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AiMultiShotTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createAiMultiShot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AiMultiShotCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getAiMultiShot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id. external_task_id is not listed for this endpoint. */
                id: components["parameters"]["TaskIdOnly"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AiMultiShotTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listVirtualTryOns: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ImageTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createVirtualTryOn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VirtualTryOnCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getVirtualTryOn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ImageTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listCustomElements: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ElementList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createCustomElement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomElementCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["ElementOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listPresetElements: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ElementList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    deleteElement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ElementDeleteRequest"];
            };
        };
        responses: {
            200: components["responses"]["Deleted"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listCustomVoices: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page; 500 in the base transcription, 1000 since 2026. */
                pageSize?: components["parameters"]["PageSizeVoices"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VoiceTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createCustomVoice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomVoiceCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getCustomVoice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VoiceTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listPresetVoices: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page; 500 in the base transcription, 1000 since 2026. */
                pageSize?: components["parameters"]["PageSizeVoices"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VoiceTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    deleteVoice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoiceDeleteRequest"];
            };
        };
        responses: {
            200: components["responses"]["Deleted"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getAccountCosts: {
        parameters: {
            query: {
                /**
                 * @description Start, Unix ms.
                 * @example 1726124664368
                 */
                start_time: components["schemas"]["TimestampMs"];
                /**
                 * @description End, Unix ms.
                 * @example 1727366400000
                 */
                end_time: components["schemas"]["TimestampMs"];
                /** @description Exact name of one pack. */
                resource_pack_name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AccountCosts"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listAdvancedElements: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AdvancedElementTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createAdvancedElement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdvancedElementCreateRequest"];
            };
        };
        responses: {
            200: components["responses"]["TaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getAdvancedElement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description task_id, or the external_task_id given at creation. */
                id: components["parameters"]["TaskIdOrExternal"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AdvancedElementTaskOne"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listAdvancedPresetElements: {
        parameters: {
            query?: {
                /** @description Page number. */
                pageNum?: components["parameters"]["PageNum"];
                /** @description Items per page. */
                pageSize?: components["parameters"]["PageSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AdvancedElementTaskList"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    deleteAdvancedElement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ElementDeleteRequest"];
            };
        };
        responses: {
            200: components["responses"]["Deleted"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listBalanceCharges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BalanceBillingRequest"];
            };
        };
        responses: {
            200: components["responses"]["BalanceBilling"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    listPackageCharges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PackageBillingRequest"];
            };
        };
        responses: {
            200: components["responses"]["PackageBilling"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createTextToVideo30Turbo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsTextToVideo30TurboRequest"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createImageToVideo30Turbo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsImageToVideo30TurboRequest"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createTextToVideo30: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsTextToVideo30Request"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createImageToVideo30: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsImageToVideo30Request"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createOmniVideo30: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsOmniVideo30Request"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createOmniVideoO1: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsOmniVideoO1Request"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createMotionControl30: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsMotionControl30Request"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createMotionControl26: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsMotionControl26Request"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createTextToVideo26: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsTextToVideo26Request"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createImageToVideo26: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsImageToVideo26Request"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createTextToVideo25Turbo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsTextToVideo25TurboRequest"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createImageToVideo25Turbo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsImageToVideo25TurboRequest"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getTasks: {
        parameters: {
            query?: {
                /** @description Task ids, separated by commas; at most 20. */
                task_ids?: string;
                /** @description External task ids, separated by commas; at most 20. */
                external_task_ids?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["NsTasks"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    queryTasks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsTaskQueryRequest"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskPage"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createApparelClip: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsApparelRequest"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createGoodsClip: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsGoodsRequest"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createTalkingAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsTalkingAgentRequest"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createTryOn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsTryOnRequest"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    createSubtitles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsSubtitleRequest"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskCreated"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    getSolutions: {
        parameters: {
            query?: {
                /** @description Task ids, separated by commas; at most 20. */
                task_ids?: string;
                /** @description External task ids, separated by commas; at most 20. */
                external_task_ids?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["NsTasks"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    querySolutions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsSolutionQueryRequest"];
            };
        };
        responses: {
            200: components["responses"]["NsTaskPage"];
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            500: components["responses"]["Error500"];
            503: components["responses"]["Error503"];
            504: components["responses"]["Error504"];
        };
    };
    onTaskCallback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of the callback. Only with a webhook secret. */
                "webhook-id"?: string;
                /** @description Unix seconds; accept 5 minutes either way. */
                "webhook-timestamp"?: string;
                /** @description One or more v1,<Base64> separated by spaces. */
                "webhook-signature"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskCallback"];
            };
        };
        responses: {
            /** @description Received. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onNewTaskCallback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of the callback. Only with a webhook secret. */
                "webhook-id"?: string;
                /** @description Unix seconds; accept 5 minutes either way. */
                "webhook-timestamp"?: string;
                /** @description One or more v1,<Base64> separated by spaces. */
                "webhook-signature"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NsTask"];
            };
        };
        responses: {
            /** @description Received. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
