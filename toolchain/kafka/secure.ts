/** A certificate and users for a broker that is to be tried with TLS and passwords. Made anew for each cluster, worth nothing. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Missing } from './jars.ts';

/** What a client needs to come in. */
export interface Secured {
  /** The certificate to trust, a PEM file. */
  readonly caFile: string;
  readonly username: string;
  readonly password: string;
}

/** The same, and what the broker needs. */
export interface Securing extends Secured {
  readonly properties: Readonly<Record<string, string>>;
  readonly formatArguments: readonly string[];
}

const USERNAME = 'metsuke';
const PASSWORD = 'only-for-tests';

/** Makes a certificate for 127.0.0.1 in `folder` with the keytool of Java. */
export function securing(folder: string): Securing {
  const store = join(folder, 'broker.p12');
  const caFile = join(folder, 'ca.pem');
  const stored = ['-keystore', store, '-storetype', 'PKCS12', '-storepass', PASSWORD, '-alias', 'broker'];
  const name = ['-dname', 'CN=127.0.0.1', '-ext', 'SAN=IP:127.0.0.1,DNS:localhost'];
  keytool(['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '2', ...name, ...stored]);
  keytool(['-exportcert', '-rfc', '-file', caFile, ...stored]);
  const module = 'org.apache.kafka.common.security';
  return {
    caFile,
    username: USERNAME,
    password: PASSWORD,
    properties: {
      'ssl.keystore.type': 'PKCS12',
      'ssl.keystore.location': store,
      'ssl.keystore.password': PASSWORD,
      'sasl.enabled.mechanisms': 'SCRAM-SHA-256,SCRAM-SHA-512,PLAIN',
      'listener.name.secured.scram-sha-256.sasl.jaas.config': `${module}.scram.ScramLoginModule required;`,
      'listener.name.secured.scram-sha-512.sasl.jaas.config': `${module}.scram.ScramLoginModule required;`,
      'listener.name.secured.plain.sasl.jaas.config': `${module}.plain.PlainLoginModule required user_${USERNAME}="${PASSWORD}";`,
    },
    formatArguments: ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${USERNAME},password=${PASSWORD}]`,
    ]),
  };
}

function keytool(args: readonly string[]): void {
  const { status, stdout, error } = spawnSync('keytool', args, { encoding: 'utf8' });
  if (error !== undefined) throw new Missing('keytool, which comes with Java, could not be started.');
  if (status !== 0) throw new Error(`keytool: ${stdout}`);
}
