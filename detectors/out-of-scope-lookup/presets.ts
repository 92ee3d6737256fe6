/** Presets of out-of-scope-lookup. What a register contradicts is said at every preset; they tune new classes of data. */
import { SENSITIVE_CLASSES } from '../../src/detector/data-classes.ts';
import type { Presets } from '../../src/detector/presets.ts';
import type { thresholds } from './new-class.ts';

/** Basic: a new class raises the severity only in bulk, after long habit. Strict: sooner, and for more classes. */
export const presets: Presets<typeof thresholds> = {
  basic: { learning_days: 60, learning_lookups: 50, bulk_records: 200 },
  strict: {
    learning_days: 14,
    learning_lookups: 10,
    bulk_records: 20,
    sensitive_classes: [...SENSITIVE_CLASSES, 'mail', 'resident-basic'],
  },
};
