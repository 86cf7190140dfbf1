/** What proves who we are: a key pair that signs tokens, or a static API key that is sent as it is. */
export type Credentials = {accessKey: string; secretKey: string} | {apiKey: string}
