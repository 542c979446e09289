import MarkdownIt from 'markdown-it';

/** Text of a model as markup. Nothing in it runs, loads or navigates: HTML is text, images are named, links are handed to the host. */

/** Above this many characters text is shown as it is: laying it out would hold up the page. */
export const markdownLimit = 150_000;

const permitted = /^(https?|mailto):/iu;

function createRenderer(): InstanceType<typeof MarkdownIt> {
  const renderer = new MarkdownIt('default', { html: false, linkify: true, breaks: true, typographer: false });
  renderer.validateLink = (url) => permitted.test(url.trim());
  renderer.renderer.rules['image'] = (tokens, index) => {
    const token = tokens[index];
    const source = token?.attrGet('src') ?? '';
    const words = [token?.content, source].filter(Boolean).join(', ');
    return `<span class="tag absent">${renderer.utils.escapeHtml(`Image not loaded${words === '' ? '' : `: ${words}`}`)}</span>`;
  };
  // A wide table scrolls by itself; the page never does.
  renderer.renderer.rules['table_open'] = () => '<div class="tableScroll" tabindex="0" role="region" aria-label="Table"><table>';
  renderer.renderer.rules['table_close'] = () => '</table></div>';
  return renderer;
}

/** Made for the first text: the rows of a page do not wait for it. */
let renderer: InstanceType<typeof MarkdownIt> | undefined;

export function renderMarkdown(text: string): string {
  renderer ??= createRenderer();
  return renderer.render(text);
}
