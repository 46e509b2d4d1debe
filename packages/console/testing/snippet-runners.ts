import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SNIPPETS = fileURLToPath(new URL('../snippets/', import.meta.url));

/** A delivery, as a server gets it. */
export type Signed = {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Uint8Array;
  readonly secret: string;
};

type Command = readonly [program: string, ...args: string[]];

type Runner = {
  /** Programs that have to be there. */
  readonly needs: readonly string[];
  /** @returns what then runs: it reads the body from stdin and the rest from the environment, and ends with 0 or not */
  readonly prepare: (directory: string) => Promise<Command>;
};

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
const variableOf = (header: string): string => header.toUpperCase().replaceAll('-', '_');

const copied = (directory: string, language: string, file: string): Promise<void> =>
  copyFile(join(SNIPPETS, language, file), join(directory, file));

export const RUNNERS: Readonly<Record<string, Runner>> = {
  node: {
    needs: [],
    prepare: async () => {
      const pairs = HEADERS.map((name) => `'${name}': process.env.${variableOf(name)}`).join(', ');
      const program = `import { readFileSync } from 'node:fs';
import { verify } from ${JSON.stringify(join(SNIPPETS, 'node/verify.mjs'))};
verify({ ${pairs} }, readFileSync(0), process.env.SECRET);`;
      return [process.execPath, '--input-type=module', '-e', program];
    },
  },
  python: {
    needs: ['python3'],
    prepare: async () => {
      const pairs = HEADERS.map((name) => `"${name}": os.environ["${variableOf(name)}"]`).join(', ');
      const program = `import os, sys
sys.dont_write_bytecode = True
sys.path.insert(0, ${JSON.stringify(join(SNIPPETS, 'python'))})
from verify import verify
verify({${pairs}}, sys.stdin.buffer.read(), os.environ["SECRET"])`;
      return ['python3', '-c', program];
    },
  },
  go: {
    needs: ['go'],
    prepare: async (directory) => {
      await copied(directory, 'go', 'verify.go');
      const main = `package main

import (
	"io"
	"log"
	"os"
	"strings"
)

func main() {
	body, _ := io.ReadAll(os.Stdin)
	header := func(name string) string {
		return os.Getenv(strings.ToUpper(strings.ReplaceAll(name, "-", "_")))
	}
	if err := verify(header, body, os.Getenv("SECRET")); err != nil {
		log.Fatal(err)
	}
}`;
      await writeFile(join(directory, 'main.go'), main);
      const program = join(directory, 'verify');
      await run('go', ['build', '-o', program, 'main.go', 'verify.go'], {
        cwd: directory,
        env: { ...process.env, GO111MODULE: 'off', GOFLAGS: '' },
      });
      return [program];
    },
  },
  php: {
    needs: ['php'],
    prepare: async () => {
      const pairs = HEADERS.map((name) => `'${name}' => getenv('${variableOf(name)}')`).join(', ');
      const file = join(SNIPPETS, 'php/verify.php');
      return [
        'php',
        '-r',
        `require '${file}'; verify([${pairs}], stream_get_contents(STDIN), getenv('SECRET'));`,
      ];
    },
  },
  ruby: {
    needs: ['ruby'],
    prepare: async () => {
      const pairs = HEADERS.map((name) => `'${name}' => ENV.fetch('${variableOf(name)}')`).join(', ');
      const program = `require '${join(SNIPPETS, 'ruby/verify.rb')}'
verify({ ${pairs} }, STDIN.binmode.read, ENV.fetch('SECRET'))`;
      return ['ruby', '-e', program];
    },
  },
  java: {
    needs: ['javac', 'java'],
    prepare: async (directory) => {
      await copied(directory, 'java', 'Verify.java');
      const pairs = HEADERS.map((name) => `"${name}", System.getenv("${variableOf(name)}")`).join(', ');
      const main = `final class Main {
  public static void main(String[] args) throws Exception {
    Verify.verify(java.util.Map.of(${pairs}), System.in.readAllBytes(), System.getenv("SECRET"));
  }
}`;
      await writeFile(join(directory, 'Main.java'), main);
      await run('javac', ['-encoding', 'UTF-8', '-d', directory, 'Main.java', 'Verify.java'], {
        cwd: directory,
      });
      return ['java', '-cp', directory, 'Main'];
    },
  },
};

export const hasRuntime = ({ needs }: Runner): boolean =>
  needs.every((program) =>
    (process.env.PATH ?? '').split(delimiter).some((directory) => existsSync(join(directory, program))),
  );

/** Whether the snippet takes the delivery for genuine, and what it says if it does not. */
export async function verifyBySnippet([program, ...args]: Command, delivery: Signed) {
  const { id, timestamp, signature, body, secret } = delivery;
  const child = spawn(program, args, {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      WEBHOOK_ID: id,
      WEBHOOK_TIMESTAMP: timestamp,
      WEBHOOK_SIGNATURE: signature,
      SECRET: secret,
    },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(String(data)));
  child.stdin.end(body);
  const [code]: unknown[] = await once(child, 'close');
  return { isGenuine: code === 0, said: said.join('') };
}
