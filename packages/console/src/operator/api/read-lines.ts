/** What is streamed as lines of JSON, one after another. */
export async function* readLines<Line>(body: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const read: Line = JSON.parse(line);
        yield read;
      }
    }
  } finally {
    // Whoever stops reading ends the run, where it only watches.
    await reader.cancel();
  }
}
