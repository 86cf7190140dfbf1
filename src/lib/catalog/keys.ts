/**
 * Keys that sign catalogues: Ed25519, each as the base64 text of its 32 bytes. There are two, so that one can be
 * replaced while the other is in use.
 */
export const catalogueKeys: readonly string[] = [
  'nb/BGWS7iS5e29QPkagVlvwvql7u5ArjS8OYX6DgPRY=',
  'UlUF6a7Z3bA2c/cIKZizXyP6PM6XjdIee/4B+Ie+ggU=',
]
