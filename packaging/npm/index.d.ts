export interface StartOptions {
  /** More options of `bursar serve`, as on the command line. */
  args?: string[];
  /** Where everything is kept: `memory:` (the default, forgotten at the end), `sqlite:PATH` or `postgres://...`. */
  store?: string;
  /** How long to wait until it listens, in milliseconds (10000). */
  timeout?: number;
}

export interface Sandbox {
  /** Where it listens: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** For `new Stripe(key, { host, port, protocol: 'http' })`. */
  readonly host: string;
  readonly port: number;
  /** The secret key of a platform that nobody has used yet. */
  readonly key: string;
  /** The publishable key of the same platform. */
  readonly publishableKey: string;
  readonly pid: number;
  /** A key of another platform: two tests with two keys never see each other. */
  freshKey(kind?: 'sk' | 'pk'): string;
  /** Ends the server; running requests are answered first. */
  stop(): Promise<void>;
}

/** Starts a sandbox of its own on a free port, and resolves when it answers. */
export function start(options?: StartOptions): Promise<Sandbox>;
/** A key of a platform that nobody has used yet. */
export function freshKey(kind?: 'sk' | 'pk'): string;
/** The path of the program. */
export const binary: string;
