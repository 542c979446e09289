import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9][a-z0-9_.-]*$/);

export const FailureMode = z.strictObject({
  id: id.describe('Identity of the mode; labels and cases name it.'),
  name: z.string().optional().describe('Short name for lists.'),
  definition: z.string().optional().describe('When a failure is of this mode.'),
});
export type FailureMode = z.infer<typeof FailureMode>;

export const FailureClass = z.strictObject({
  id: id.describe('Identity of the class; labels and cases name it.'),
  name: z.string().optional().describe('Short name for lists.'),
  definition: z.string().optional().describe('When a failure is of this class.'),
  example: z.string().optional().describe('A failure of this class, in a sentence.'),
  modes: z.array(FailureMode).optional().describe('What such failures look like.'),
  mergedInto: z.string().optional().describe('The class that took this one over. A class in use is merged or retired, never deleted.'),
  retired: z.boolean().optional().describe('Not offered any more; what carries it keeps it.'),
});
export type FailureClass = z.infer<typeof FailureClass>;

/** `casebook/taxonomy.yaml` (FILES). */
export const Taxonomy = z.strictObject({ classes: z.array(FailureClass).describe('Failure classes; the built-in ones are there without being listed.') });
export type Taxonomy = z.infer<typeof Taxonomy>;

const mode = (modeId: string, name: string, definition: string): FailureMode => ({ id: modeId, name, definition });

/** S1's six classes, with the failure modes of S0 and S3 under them. A workspace's taxonomy adds to them. */
export const builtInTaxonomy: Taxonomy = {
  classes: [
    {
      id: 'answer_quality', name: 'Answer', definition: 'The final answer is wrong, incomplete or useless, although the steps before it were right.',
      modes: [
        mode('hallucination', 'Hallucination', 'States something that no tool result or document says.'),
        mode('premature_stop', 'Premature stop', 'Ends although the task is not done.'),
        mode('slow_response', 'Slow response', 'Takes so long that the answer no longer helps.'),
        mode('silent_degradation', 'Silent degradation', 'Gives a weaker answer without saying so.'),
      ],
    },
    {
      id: 'tool_selection', name: 'Tool choice', definition: 'Picks the wrong tool, or none, or one too many.',
      modes: [
        mode('wrong_tool', 'Wrong tool', 'Calls a tool where another one was right.'),
        mode('inefficient_path', 'Inefficient path', 'Reaches the goal by needless calls.'),
        mode('prompt_sensitivity', 'Prompt sensitivity', 'Picks another tool when the same question is worded differently.'),
      ],
    },
    { id: 'tool_arguments', name: 'Arguments', definition: 'Calls the right tool with wrong, missing or invented arguments.', modes: [] },
    {
      id: 'policy_boundary', name: 'Policy', definition: 'Does what it may not do, or does it before it may.',
      modes: [
        mode('tool_misuse', 'Tool misuse', 'Uses a permitted tool for something not permitted.'),
        mode('prompt_injection', 'Prompt injection', 'Follows instructions found in data.'),
      ],
    },
    {
      id: 'evidence_quality', name: 'Evidence', definition: 'Works from missing, stale or wrong evidence, or cites what it did not read.',
      modes: [
        mode('missing_context', 'Missing context', 'The document or record that holds the answer was not retrieved.'),
        mode('stale_context', 'Stale context', 'Relies on a document that is out of date.'),
        mode('context_overflow', 'Context overflow', 'The evidence did not fit into the window.'),
        mode('contract_violation', 'Contract violation', 'The output does not have the agreed form.'),
      ],
    },
    {
      id: 'recovery_behavior', name: 'Recovery', definition: 'Does not recover from an error, or does not hand over when it cannot.',
      modes: [mode('reasoning_drift', 'Reasoning drift', 'Loses the goal on the way.')],
    },
  ],
};

/** The workspace's classes over the built-in ones: same id replaces, new ids follow; merged and retired ones are left out. */
export function classesInUse(taxonomy: Taxonomy | undefined): readonly FailureClass[] {
  const byId = new Map(builtInTaxonomy.classes.map((each) => [each.id, each]));
  for (const each of taxonomy?.classes ?? []) byId.set(each.id, { ...byId.get(each.id), ...each });
  return [...byId.values()].filter((each) => !each.retired && !each.mergedInto);
}
