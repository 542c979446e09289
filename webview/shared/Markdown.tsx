import { useMemo } from 'preact/hooks';
import { visibleText } from '../../src/core/display/visibleText.ts';
import { renderMarkdown } from './markdown.ts';

export function Markdown(props: { text: string; onLink: (url: string) => void }) {
  const html = useMemo(() => renderMarkdown(visibleText(props.text)), [props.text]);
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link) return;
    event.preventDefault();
    props.onLink(link.href);
  };
  // The only markup that is set as such: `renderMarkdown` escapes every tag it did not write itself.
  return <div class="markdown" onClick={onClick} onAuxClick={onClick} dangerouslySetInnerHTML={{ __html: html }} />;
}
