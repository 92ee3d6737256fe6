/** Classes of data that several detectors weigh alike by default; a site sets its own lists. */

/** What harms people most when it is known: numbers, taxes, welfare, personnel. */
export const SENSITIVE_CLASSES = ['my-number', 'tax', 'welfare', 'personnel', 'payroll'] as const;

/** Wares and not people: counting the stock, and looking up a price, are nobody's records. */
export const GOODS_CLASSES = ['product', 'stock', 'inventory', 'goods', 'price', 'catalog'] as const;

/** Data about people. */
export const PERSONAL_CLASSES = ['resident-basic', ...SENSITIVE_CLASSES, 'water', 'customer'] as const;
