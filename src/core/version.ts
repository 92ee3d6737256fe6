/** metsuke's own version; a test keeps it equal to package.json. Here because loading JSON would slow `--help`. */
export const VERSION = '0.1.0';
