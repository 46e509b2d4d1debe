/**
 * Reads something for many who ask at the same time, by its id. Whoever asks gets what was read after it asked: those
 * who come while a read is under way share the one that follows it.
 */
export function createSharedReads<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const underWay = new Map<string, Promise<T>>();
  const following = new Map<string, Promise<T>>();

  function begin(id: string): Promise<T> {
    const reading = read(id).finally(() => {
      if (underWay.get(id) === reading) underWay.delete(id);
    });
    underWay.set(id, reading);
    return reading;
  }

  async function follow(id: string, earlier: Promise<T>): Promise<T> {
    await earlier.catch(() => undefined);
    following.delete(id);
    return begin(id);
  }

  return (id) => {
    const earlier = underWay.get(id);
    if (earlier === undefined) return begin(id);
    const next = following.get(id) ?? follow(id, earlier);
    following.set(id, next);
    return next;
  };
}
