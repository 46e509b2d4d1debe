import { describe, expect, it } from '@jest/globals';
import { readAhead } from './read-ahead.ts';

function setUp() {
  const asked: string[] = [];
  const reading = readAhead(async (of: string) => {
    asked.push(of);
    if (of === 'broken') throw new Error('No answer');
    return `${of} ${asked.length}`;
  });
  return { asked, reading };
}

describe('what is read ahead', () => {
  it('is asked for once, and read anew after that', async () => {
    const { asked, reading } = setUp();
    reading.begin('day');
    expect(await reading.read('day')).toBe('day 1');
    expect(await reading.read('day')).toBe('day 2');
    expect(asked).toEqual(['day', 'day']);
  });

  it('is not taken for something else', async () => {
    const { reading } = setUp();
    reading.begin('day');
    expect(await reading.read('week')).toBe('week 2');
  });

  it('that failed is told to its reader, who may try again', async () => {
    const { asked, reading } = setUp();
    reading.begin('broken');
    await expect(reading.read('broken')).rejects.toThrow('No answer');
    await expect(reading.read('broken')).rejects.toThrow('No answer');
    expect(asked).toHaveLength(2);
  });
});
