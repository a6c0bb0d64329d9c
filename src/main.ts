import { buildProgram } from './cli/program.ts';
import { errorLines, terminalLanguage } from './cli/terminal.ts';

/** Runs the role that the command line asks for. An error is a few sentences on standard error, and exit code 1. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await buildProgram().parseAsync([...argv]);
  } catch (error) {
    process.stderr.write(`${errorLines(error, terminalLanguage(process.env)).join('\n')}\n`);
    process.exitCode = 1;
  }
}
