/** What a script learns from a command (README, "Exit codes"). */
export const exitCodes = {
  done: 0,
  /** An active case failed, or a proof does not hold. */
  against: 1,
  /** Errors in files, a file that could not be read, or a target or grader that broke. */
  errors: 2,
  usage: 3,
  /** A bug in Casebook. */
  bug: 4,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The lowest other than 0 wins, except that a bug always does. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  if (codes.includes(exitCodes.bug)) return exitCodes.bug;
  return codes.filter((code) => code !== exitCodes.done).sort((a, b) => a - b)[0] ?? exitCodes.done;
}

/**
 * What the person typed names something that is not there, or cannot be read, or the runtime is the wrong one. Told apart
 * from trouble with files by the error's code.
 */
const usageErrors = new Set(['usage', 'runtime', 'old-runtime', 'nothing-to-label']);

export function exitCodeOf(errorCode: string): ExitCode {
  return usageErrors.has(errorCode) || /^(no-such|unknown|ambiguous|bad)-/.test(errorCode) ? exitCodes.usage : exitCodes.errors;
}
