import { demand, shapes } from './expect.ts';

type Handler = (event?: unknown) => void;

// on, once, off; handlers may be taken off after the element has gone.
export class Events {
  private handlers = new Map<string, { handler: Handler; once: boolean }[]>();
  on(name: string, handler: Handler, once = false): void {
    // Unknown: the words for something that cannot be called.
    demand(`${once ? 'once' : 'on'}()`, 'handler', shapes.handler, handler);
    this.handlers.set(name, [...(this.handlers.get(name) ?? []), { handler, once }]);
  }
  off(name: string, handler?: Handler): void {
    this.handlers.set(
      name,
      (this.handlers.get(name) ?? []).filter((entry) => handler && entry.handler !== handler),
    );
  }
  heard(name: string): boolean {
    return Boolean(this.handlers.get(name)?.length);
  }
  emit(name: string, event?: unknown): void {
    for (const entry of this.handlers.get(name) ?? []) {
      if (entry.once) this.off(name, entry.handler);
      entry.handler(event);
    }
  }
}
