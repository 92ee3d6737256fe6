/** `metsuke ask`, begun: the process that runs SQL starts while the rest of the command is still being loaded. */
import { startQueries } from '../questions/query-process.ts';
import type { Request } from './declared.ts';

/** How long one step of a question may take. */
const SECONDS = 300;

/** Runs `metsuke ask`. */
export async function askCommand(request: Request): Promise<number> {
  const { operands, options } = request;
  const queries = operands.length === 0 || options.has('list') ? null : startQueries(SECONDS);
  try {
    const { answerCommand } = await import('./ask.ts');
    return await answerCommand(request, queries);
  } finally {
    queries?.close();
  }
}
