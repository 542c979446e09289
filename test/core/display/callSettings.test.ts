import { expect, test } from 'vitest';
import { callSettings } from '../../../src/core/display/callSettings.ts';

test('the settings of a call, by the export’s own names', () => {
  const attributes = {
    'gen_ai.request.temperature': 0.2, 'gen_ai.request.max_tokens': 800, 'llm.invocation_parameters': '{"top_p": 0.9, "tools": []}', 'service.name': 'support', 'thread.id': 7,
    'response_format': { type: 'x'.repeat(2000) }, 'model_parameters': 'not json',
  };
  expect([...callSettings({ attributes })]).toEqual([['gen_ai.request.temperature', '0.2'], ['gen_ai.request.max_tokens', '800'], ['llm.invocation_parameters.top_p', '0.9']]);
});

test('a setting that stands under two names with one value is told once', () => {
  const attributes = { 'gen_ai.request.temperature': 0.7, 'llm.invocation_parameters': '{"temperature": 0.7, "max_tokens": 50}', 'modelParameters': { temperature: '0.7', maxTokens: 80 }, 'gen_ai.request.max_tokens': 50 };
  expect([...callSettings({ attributes })]).toEqual([['gen_ai.request.temperature', '0.7'], ['llm.invocation_parameters.max_tokens', '50'], ['modelParameters.maxTokens', '80']]);
});
