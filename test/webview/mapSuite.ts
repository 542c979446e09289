import type { ColumnMap } from '../../src/core/model/columnMap.ts';
import { mapPageParsers } from '../../src/protocol/mapPage.ts';
import type { MapPageApi, MapView } from '../../src/protocol/mapPage.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { mapPage } from './pageServer.ts';
import { pageSuite } from './pageSuite.ts';
import type { OpenedPage, PageHost, PageOptions } from './pageSuite.ts';

type MapHost = PageHost<MapPageApi, Record<never, never>>;
type Options = PageOptions<MapHost> & { readonly canRemember?: boolean };

/** What the page shows is what the engine reads of the rows it is given. */
export function mapSuite(): { open(name: string, content: string, options?: Options): Promise<OpenedPage<MapHost>> } {
  const openPage = pageSuite<MapPageApi>(mapPage, mapPageParsers);
  return {
    async open(name, content, { canRemember = true, ...options } = {}) {
      const workspace = new TemporaryWorkspace();
      const path = workspace.write(name, content);
      const preview = async (map?: ColumnMap): Promise<MapView> => ({ ...(await workspace.engine.previewRows({ path, ...(map === undefined ? {} : { map }) }, call)), canRemember });
      const opened = await openPage({ open: ({ map }) => preview(map), preview: ({ map }) => preview(map), import: () => null, cancel: () => null, reveal: () => null }, { until: '.previewRow', ...options });
      return {
        ...opened,
        async [Symbol.asyncDispose]() {
          await opened[Symbol.asyncDispose]();
          workspace[Symbol.dispose]();
        },
      };
    },
  };
}
