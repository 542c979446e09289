import type { JsonMap } from '../../model/json.ts';

/** A tool as a model is told of it. Undefined: not recorded, and nothing is said of it. */
export type LintedTool = {
  readonly name: string;
  /** Null: there is none. */
  readonly description: string | null | undefined;
  /** JSON Schema of the arguments. */
  readonly schema: JsonMap | undefined;
  /** What it returns is declared beside the description. */
  readonly declaresResult: boolean;
};

/** Which part of the definition is meant; an argument by its path in the schema's properties. */
export type ToolPart = 'name' | 'description' | { readonly argument: readonly string[] };

export type ToolFinding = {
  readonly code: string;
  /** Its place among the tools. */
  readonly tool: number;
  readonly part: ToolPart;
  readonly message: string;
  /** The other tool that is meant. */
  readonly other?: number;
};

/** A family of findings about names and descriptions of tools. Adding one is a file, a line in the registry, and fixtures. */
export interface ToolRule {
  /** What it can find, and what each code means: shown when the code is hovered. */
  readonly codes: Readonly<Record<string, string>>;
  /** @param together whether two of the tools are offered to a model together */
  check(tools: readonly LintedTool[], together: (a: number, b: number) => boolean): Iterable<ToolFinding>;
}
