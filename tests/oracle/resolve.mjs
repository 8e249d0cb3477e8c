// What the TypeScript compiler says that every specifier of a checkout means.
//
//   node resolve.mjs CHECKOUT TYPESCRIPT < paths
//
// CHECKOUT is a folder; TYPESCRIPT the folder of the npm package (5.x); `paths` are the checkout's files relative
// to it, one in a line. Prints one JSON line for each importer and specifier:
//   importer, specifier
//   resolved  the file, relative to the checkout; null where it is external or nothing
//   how       "plain": as the checkout stands. "built": only once the packages' output is thought to be there
//             (then `resolved` is its source). "external": in node_modules. "nothing".
//   config    the tsconfig the compiler would take, and `owner`, how it was found: "included", "reference",
//             "nearest" (no config includes the file: the nearest one is taken, as bundlers do) or "none".
//
// Nothing is installed in a checkout, so the members of workspaces are put into node_modules in thought, as the
// package managers would link them. This file shares no code with linter/resolution on purpose.

import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const root = fs.realpathSync(process.argv[2]);
const ts = createRequire(import.meta.url)(path.resolve(process.argv[3]));
const files = fs.readFileSync(0, 'utf8').split('\n').filter(Boolean);
const scripts = files.filter(file => /(?<!\.d)\.[cm]?[jt]sx?$/.test(file) && !file.includes('node_modules/'));

const absolute = file => path.posix.join(root, file);
const relative = file => path.posix.relative(root, file);
const json = file => ts.parseConfigFileTextToJson(file, fs.readFileSync(file, 'utf8')).config ?? {};

// ---- workspaces --------------------------------------------------------------------------------------------

const manifests = new Map(
  files.filter(file => path.posix.basename(file) === 'package.json' && !file.includes('node_modules/'))
    .map(file => [absolute(path.posix.dirname(file)), json(absolute(file))]));

function pnpmPackages(folder) {
  const file = path.posix.join(folder, 'pnpm-workspace.yaml');
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const start = lines.findIndex(line => /^packages:/.test(line));
  const globs = [];
  for (const line of start < 0 ? [] : lines.slice(start + 1)) {
    const match = /^\s*-\s+["']?(.*?)["']?\s*$/.exec(line);
    if (!match) break;
    globs.push(match[1]);
  }
  return globs;
}

function globbed(folder, globs) {
  const wanted = globs.filter(glob => !glob.startsWith('!'));
  const unwanted = globs.filter(glob => glob.startsWith('!')).map(glob => glob.slice(1));
  const matches = (name, glob) => path.posix.matchesGlob
    ? path.posix.matchesGlob(name, glob.replace(/^\.\//, '').replace(/\/$/, ''))
    : new RegExp('^' + glob.replace(/^\.\//, '').replace(/\/$/, '').split('/').map(part =>
      part === '**' ? '.*' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]*')).join('/') + '$')
      .test(name);
  return [...manifests.keys()].filter(each => each !== folder && each.startsWith(folder + '/')).filter(each => {
    const name = path.posix.relative(folder, each);
    return wanted.some(glob => matches(name, glob)) && !unwanted.some(glob => matches(name, glob));
  });
}

const linked = new Map();      // "<workspace>/node_modules/<name>" -> folder of the member
for (const [folder, manifest] of manifests) {
  const declared = manifest.workspaces?.packages ?? manifest.workspaces ?? [];
  const globs = [...(Array.isArray(declared) ? declared : []), ...pnpmPackages(folder)];
  const members = globs.length ? [folder, ...globbed(folder, globs)] : [];
  for (const member of members) {
    const name = manifests.get(member).name;
    if (name && !linked.has(`${folder}/node_modules/${name}`)) linked.set(`${folder}/node_modules/${name}`, member);
  }
}

// The real place of a path that leads through a linked package; nested links are followed too.
function real(file) {
  for (let turn = 0; turn < 8; turn++) {
    const match = /^(.*?\/node_modules\/(?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(file);
    const target = match && linked.get(match[1]);
    if (!target) return file;
    file = target + (match[2] ?? '');
  }
  return file;
}

const linkFolders = new Set();
for (const link of linked.keys()) {
  for (let folder = path.posix.dirname(link); folder.includes('node_modules'); folder = path.posix.dirname(folder)) {
    linkFolders.add(folder);
  }
}

// ---- output that is not built ----------------------------------------------------------------------------

const outputs = new Map();     // folder of a package -> [[output folder, source folder], …]
function outputsOf(folder) {
  if (!outputs.has(folder)) {
    const pairs = [];
    for (const name of ['tsconfig.build.json', 'tsconfig.json']) {
      const file = path.posix.join(folder, name);
      if (!fs.existsSync(file)) continue;
      const { outDir, declarationDir, rootDir } = parsed(file).options;
      for (const out of [outDir, declarationDir]) if (out && rootDir) pairs.push([out, rootDir]);
    }
    for (const out of ['dist', 'build', 'lib', 'out']) {
      pairs.push([`${folder}/${out}`, `${folder}/src`], [`${folder}/${out}`, folder]);
    }
    outputs.set(folder, pairs);
  }
  return outputs.get(folder);
}

function sourceOf(file) {
  let folder = path.posix.dirname(file);
  while (folder.length >= root.length && !manifests.has(folder)) folder = path.posix.dirname(folder);
  const stem = file.replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
  if (!manifests.has(folder) || stem === file) return undefined;
  for (const [out, source] of outputsOf(folder)) {
    if (!stem.startsWith(out + '/')) continue;
    const rest = stem.slice(out.length);
    for (const end of ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.jsx', '/index.ts', '/index.tsx', '/index.js']) {
      if (fs.existsSync(source + rest + end)) return source + rest + end;
    }
    if (rest.endsWith('/index')) {
      for (const end of ['.ts', '.tsx', '.js']) {
        if (fs.existsSync(source + rest.slice(0, -6) + end)) return source + rest.slice(0, -6) + end;
      }
    }
  }
  return undefined;
}

// ---- hosts ---------------------------------------------------------------------------------------------------

const exists = new Map();
function isFile(file) {
  if (!exists.has(file)) exists.set(file, ts.sys.fileExists(file));
  return exists.get(file);
}

function host(built) {
  const fileExists = file => isFile(real(file)) || (built && sourceOf(real(file)) !== undefined);
  return {
    fileExists,
    readFile: file => ts.sys.readFile(real(file)),
    directoryExists: folder => linkFolders.has(folder) || ts.sys.directoryExists(real(folder)) ||
      (built && manifests.has(path.posix.dirname(real(folder)))) ||
      (built && real(folder).startsWith(root) && !real(folder).includes('node_modules')),
    getDirectories: folder => ts.sys.getDirectories(real(folder)),
    realpath: file => real(file),
    getCurrentDirectory: () => root,
    useCaseSensitiveFileNames: true,
  };
}
const hosts = { plain: host(false), built: host(true) };

// ---- configs -------------------------------------------------------------------------------------------------

const configs = new Map();
function parsed(file) {
  if (!configs.has(file)) {
    const parseHost = { ...ts.sys, ...hosts.plain, readDirectory: ts.sys.readDirectory, useCaseSensitiveFileNames: true };
    const config = ts.parseJsonConfigFileContent(json(file), parseHost, path.posix.dirname(file), undefined, file);
    config.names = new Set(config.fileNames);
    configs.set(file, config);
  }
  return configs.get(file);
}

function inReferences(file, config, seen = new Set()) {
  for (const reference of config.projectReferences ?? []) {
    const name = reference.path.endsWith('.json') ? reference.path : `${reference.path}/tsconfig.json`;
    if (seen.has(name) || !isFile(name)) continue;
    seen.add(name);
    const referred = parsed(name);
    if (referred.names.has(file)) return [name, referred];
    const deeper = inReferences(file, referred, seen);
    if (deeper) return deeper;
  }
  return undefined;
}

function configOf(file) {
  let nearest;
  for (let folder = path.posix.dirname(file); folder.length >= root.length; folder = path.posix.dirname(folder)) {
    const name = ['tsconfig.json', 'jsconfig.json'].map(each => `${folder}/${each}`).find(isFile);
    if (!name) continue;
    nearest ??= name;
    const config = parsed(name);
    if (config.names.has(file)) return ['included', name, config];
    const referred = inReferences(file, config);
    if (referred) return ['reference', ...referred];
  }
  return nearest ? ['nearest', nearest, parsed(nearest)] : ['none', null, { options: {} }];
}

// ---- resolution ------------------------------------------------------------------------------------------------

const caches = new Map();
function resolved(view, specifier, file, options, mode) {
  const key = `${view}\0${mode}`;
  if (!caches.has(options)) caches.set(options, new Map());
  const perOptions = caches.get(options);
  if (!perOptions.has(key)) perOptions.set(key, ts.createModuleResolutionCache(root, each => each, options));
  const cache = perOptions.get(key);
  return ts.resolveModuleName(specifier, file, options, hosts[view], cache, undefined, mode).resolvedModule;
}

// Where a config does not say how modules are found, bundlers' way is taken: it reads `exports`, and its files
// run somewhere. JavaScript and JSON count as modules, whatever a config's checks leave out.
function usable(options) {
  const chosen = { ...options, allowJs: true, resolveJsonModule: true, noDtsResolution: false };
  const kind = ts.getEmitModuleResolutionKind?.(options) ?? options.moduleResolution;
  if (kind === undefined || kind === ts.ModuleResolutionKind.Classic || kind === ts.ModuleResolutionKind.Node10) {
    chosen.moduleResolution = ts.ModuleResolutionKind.Bundler;
    chosen.module = ts.ModuleKind.ESNext;
  }
  return chosen;
}
const usableOptions = new Map();

for (const name of scripts) {
  const file = absolute(name);
  const text = fs.readFileSync(file, 'utf8');
  const [owner, configName, config] = configOf(file);
  if (!usableOptions.has(config.options)) usableOptions.set(config.options, usable(config.options));
  const options = usableOptions.get(config.options);
  const mode = ts.getImpliedNodeFormatForFile(file, undefined, hosts.plain, options);
  const specifiers = new Set(ts.preProcessFile(text, true, true).importedFiles.map(each => each.fileName));
  for (const specifier of specifiers) {
    let how = 'plain';
    let answer = resolved('plain', specifier, file, options, mode)?.resolvedFileName;
    if (!answer) {
      how = 'built';
      answer = resolved('built', specifier, file, options, mode)?.resolvedFileName;
      answer &&= isFile(real(answer)) ? answer : sourceOf(real(answer));
    }
    answer &&= real(answer);
    if (!answer) how = 'nothing';
    else if (!answer.startsWith(root + '/') || answer.includes('/node_modules/')) [how, answer] = ['external', undefined];
    console.log(JSON.stringify({
      importer: name, specifier, resolved: answer ? relative(answer) : null, how,
      config: configName ? relative(configName) : null, owner,
    }));
  }
}
