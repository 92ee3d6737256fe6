/** The bytes that the grammar of JSON and the lines of a log are made of. */

/** `"` */
export const QUOTE = 34;
/** `\` */
export const BACKSLASH = 92;
/** `,` */
export const COMMA = 44;
/** `:` */
export const COLON = 58;
/** `{` */
export const OPEN_BRACE = 123;
/** `}` */
export const CLOSE_BRACE = 125;
/** `[` */
export const OPEN_BRACKET = 91;
/** `]` */
export const CLOSE_BRACKET = 93;
/** `-` */
export const MINUS = 45;
/** `.` */
export const DOT = 46;
/** `/` */
export const SLASH = 47;
/** `0` */
export const ZERO = 48;
/** `n`, with which `null` begins. */
export const LOWER_N = 110;
/** Line feed. */
export const LF = 10;
/** Carriage return. */
export const CR = 13;
/** The space, and below it what can only be space or is not JSON. */
export const SPACE = 32;
