import { DomainError } from '@ao/kernel';

/** Counts the streams that are open, bounds them, and ends them at shutdown. */
export class OpenStreams {
  private readonly open = new Set<AbortController>();

  constructor(private readonly most: number) {}

  /** A place for one more stream; throws DomainError `resource_exhausted` when there is none. */
  enter(): AbortController {
    if (this.open.size >= this.most)
      throw new DomainError('resource_exhausted', `${this.most} streams are open; close one or come back later`);
    const controller = new AbortController();
    this.open.add(controller);
    return controller;
  }

  leave(controller: AbortController): void {
    this.open.delete(controller);
    controller.abort();
  }

  get size(): number {
    return this.open.size;
  }

  /** Ends every stream. */
  endAll(): void {
    for (const controller of this.open) controller.abort();
  }
}
