/** Compressed records that cannot be read: not what their header says, cut short, or larger than anybody may send. */
export class Damaged extends Error {
  readonly codec: string;

  constructor(codec: string) {
    super(`damaged ${codec} data`);
    this.codec = codec;
  }
}
