/** Health, metrics and status of a running metsuke over HTTP: read only, small answers, nothing of any person. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OperationSettings } from '../../schemas/operation-settings.ts';
import { type Problem, problem } from '../core/problem.ts';
import { isAlive, isReady } from './health.ts';
import { METRICS_TYPE, metricsText } from './metrics.ts';
import type { RunStatus } from './status.ts';
import { statusRecord } from './status-record.ts';

/** A server that answers. */
export interface StatusServer {
  /** Where: the port is the one taken, where any was asked for. */
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

const CONNECTIONS_MAX = 32;
const TIMEOUT_MS = 5_000;
const TEXT = 'text/plain; charset=utf-8';

/** Starts to serve; a problem where the address cannot be had, null where the settings say `off`. */
export async function serveStatus(
  { host, port }: Pick<OperationSettings, 'host' | 'port'>,
  status: RunStatus,
  nowMs: () => number,
): Promise<StatusServer | Problem | null> {
  if (port === 'off') return null;
  const server = createServer(
    {
      requestTimeout: TIMEOUT_MS,
      headersTimeout: TIMEOUT_MS,
      keepAliveTimeout: TIMEOUT_MS,
      maxHeaderSize: 8_192,
    },
    (request, response) => answer(request, response, status, nowMs()),
  );
  server.maxConnections = CONNECTIONS_MAX;
  const error = await listening(server, host, port);
  if (error !== null) {
    const why = error.code ?? 'EIO';
    return problem('operation-address', { host, port, why });
  }
  server.unref();
  return {
    host,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, host, () => {
      server.off('error', resolve);
      resolve(null);
    });
  });
}

function answer(request: IncomingMessage, response: ServerResponse, status: RunStatus, nowMs: number): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    send(response, 405, TEXT, 'GET only\n');
    return;
  }
  const [path] = (request.url ?? '').split('?');
  status.residentBytes = process.memoryUsage.rss();
  if (path === '/metrics') send(response, 200, METRICS_TYPE, metricsText(status, nowMs));
  else if (path === '/status') {
    send(response, 200, 'application/json', `${JSON.stringify(statusRecord(status, nowMs))}\n`);
  } else if (path === '/healthz') sendHealth(response, isAlive(status, nowMs), status);
  else if (path === '/readyz') sendHealth(response, isReady(status, nowMs), status);
  else send(response, 404, TEXT, '/healthz /readyz /metrics /status\n');
}

function sendHealth(response: ServerResponse, isGood: boolean, { phase }: RunStatus): void {
  send(response, isGood ? 200 : 503, TEXT, `${isGood ? 'ok' : 'not ok'}: ${phase}\n`);
}

function send(response: ServerResponse, code: number, type: string, text: string): void {
  response.writeHead(code, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}
