import { readFileSync, statSync } from 'node:fs'
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin'
import * as v from 'valibot'
import { defineConfig, type Plugin } from 'vite'

/** `vite build --mode chromium | firefox`. manifest.json is written for Chromium; Firefox's is derived here (DESIGN 14). */
export default defineConfig(({ mode }) => {
  const target = mode === 'firefox' ? 'firefox' : 'chromium'
  return {
    define: { __TARGET__: JSON.stringify(target) },
    build: {
      outDir: `dist/${target}`,
      emptyOutDir: true,
      // The oldest that has all we use: Chromium's minimum_chrome_version, and the ESR before the present one.
      target: target === 'firefox' ? 'firefox140' : 'chrome116',
      modulePreload: false,
      // crxjs finds the pages that Chromium's manifest names, and no others.
      rolldownOptions: {
        input: {
          welcome: 'src/options/welcome.html',
          ...(target === 'firefox' ? { side: 'src/popup/side.html' } : { ring: 'src/background/ring.html' }),
        },
      },
    },
    plugins: [
      crx({ manifest: manifestFor(target), browser: target === 'firefox' ? 'firefox' : 'chrome' }),
      dropDynamicScriptLeftovers(),
      boundContentScript(),
      ...(target === 'chromium' ? [managedSchema()] : []),
    ],
  }
})

/** What each granted page and each of its frames runs, minified; the rest is loaded when it is first needed (`src/content/parts`). */
const MOST_BYTES_IN_EACH_PAGE = 25_000

/** The content script and its parts that are loaded later. */
const CONTENT_SCRIPT = /\/src\/content\/(?:main\.ts|parts\/[a-z]+\.tsx?)$/

type Manifest = Extract<ManifestV3Export, { manifest_version: number }>

/** What scripts/package.mjs says of a package that a company hosts itself: where it is updated from, whose 1C it may work in. */
const HOSTED = v.object({ updates: v.optional(v.string()), sites: v.array(v.string()) })

function manifestFor(target: 'chromium' | 'firefox'): Manifest {
  const hosted = v.parse(HOSTED, JSON.parse(process.env.TRUBKA_HOSTED ?? '{"sites":[]}'))
  const released = JSON.parse(readFileSync(new URL('./manifest.json', import.meta.url), 'utf8'))
  const manifest = hosted.sites.length === 0 ? released : { ...released, host_permissions: hosted.sites }
  if (target === 'chromium') return { ...manifest, ...(hosted.updates && { update_url: hosted.updates }) }
  // Firefox takes what is managed from its own policies, without a schema.
  const { storage: _storage, side_panel, minimum_chrome_version: _, background, permissions, ...rest } = manifest
  return {
    ...rest,
    permissions: permissions.filter((permission: string) => permission !== 'sidePanel' && permission !== 'offscreen'),
    background: { scripts: [background.service_worker], type: background.type },
    // No such key is documented for Chromium's extensions; there the server's page hands links over (SPEC A12).
    protocol_handlers: ['tel', 'sip'].map((protocol) => ({
      protocol,
      // Firefox translates the template, but not the name.
      name: 'Трубка (Trubka)',
      uriTemplate: `/${side_panel.default_path}?tel=%s`,
    })),
    sidebar_action: {
      default_panel: side_panel.default_path,
      default_title: rest.action.default_title,
      default_icon: rest.action.default_icon,
      open_at_install: false,
    },
    browser_specific_settings: {
      gecko: {
        id: 'trubka@trubka.invalid',
        strict_min_version: '140.0',
        data_collection_permissions: { required: ['none'] },
        ...(hosted.updates && { update_url: hosted.updates }),
      },
    },
  }
}

/**
 * crxjs makes the content script web accessible on all sites and leaves an unused ESM twin of it in the bundle.
 * It is injected by path, so neither is needed, and what a page can fetch, a page can recognise the extension by.
 * `renderCrxManifest` is crxjs's own hook; this plugin has to come after crx().
 */
function dropDynamicScriptLeftovers(): Plugin {
  type Chunk = { type: string; facadeModuleId?: string | null; isEntry?: boolean; imports?: string[] }
  type Bundle = Record<string, Chunk>
  const plugin = {
    name: 'trubka:drop-dynamic-script-leftovers',
    enforce: 'post' as const,
    renderCrxManifest(manifest: Manifest, bundle: Bundle) {
      delete manifest.web_accessible_resources
      const twins = Object.entries(bundle).filter(
        ([, { type, facadeModuleId }]) => type === 'chunk' && CONTENT_SCRIPT.test(facadeModuleId ?? ''),
      )
      for (const [name] of twins) delete bundle[name]
      // What only they had in common; what a page of ours loads is named in its HTML alone, and stays.
      const imported = new Set(Object.values(bundle).flatMap(({ imports = [] }) => imports))
      for (const name of twins.flatMap(([, { imports = [] }]) => imports)) {
        if (!imported.has(name) && bundle[name]?.isEntry === false) delete bundle[name]
      }
      return manifest
    },
  }
  return plugin
}

/** crxjs leaves the file alone that the manifest names. */
function managedSchema(): Plugin {
  return {
    name: 'trubka:managed-schema',
    generateBundle() {
      const source = readFileSync(new URL('./managed-schema.json', import.meta.url))
      this.emitFile({ type: 'asset', fileName: 'managed-schema.json', source })
    },
  }
}

/** A build whose content script has outgrown its bound is none. */
function boundContentScript(): Plugin {
  let folder = ''
  return {
    name: 'trubka:bound-content-script',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = `${root}/${build.outDir}`
    },
    closeBundle() {
      const { size } = statSync(`${folder}/src/content/main.js`)
      if (size > MOST_BYTES_IN_EACH_PAGE)
        this.error(`content/main.ts takes ${size} bytes of ${MOST_BYTES_IN_EACH_PAGE}`)
    },
  }
}
