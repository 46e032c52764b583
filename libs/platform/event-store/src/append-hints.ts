/** Who wants to know of appends. A listener must not throw. */
export const appendHints = (): { deliver(): void; onAppend(listener: () => void): () => void } => {
  const listeners = new Set<() => void>();
  return {
    deliver: () => listeners.forEach((listener) => listener()),
    onAppend: (listener) => {
      // A wrapper of its own: the same function may listen twice.
      const own = (): void => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
};
