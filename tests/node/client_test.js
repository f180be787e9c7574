// A client that nobody wrote for Minga: made at run time from the protos, it sends a fiche and asks for statistics.
//   node client_test.js SERVER SECRETARIAT_KEY PROTO_DIR...
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const protobuf = require('protobufjs');

const [server, secretariatKey, ...includeDirs] = process.argv.slice(2);
const definition = loader.loadSync(
    [
      'minga/v1/agency_service.proto', 'minga/v1/round_service.proto', 'minga/v1/fiche_service.proto',
      'minga/v1/initiative_service.proto', 'minga/v1/statistics_service.proto', 'grpc/health/v1/health.proto',
    ],
    {includeDirs, keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true});
const {minga, grpc: {health}} = grpc.loadPackageDefinition(definition);

// Unary calls as promises, with a key and a language.
function connect(Service, key, language = 'en') {
  const client = new Service(server, grpc.credentials.createInsecure());
  const metadata = new grpc.Metadata();
  if (key) metadata.set('authorization', `Bearer ${key}`);
  metadata.set('accept-language', language);
  return new Proxy({}, {
    get: (_, method) => (request) => new Promise((resolve, reject) => {
      client[method](request, metadata, {deadline: Date.now() + 30_000}, (error, answer) => error ? reject(error) : resolve(answer));
    }),
  });
}

// proto-loader makes codecs of services only.
function messages() {
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => includeDirs.map((dir) => path.join(dir, target)).find((file) => fs.existsSync(file)) ?? target;
  root.loadSync(['google/rpc/status.proto', 'google/rpc/error_details.proto'], {keepCase: true});
  return root;
}

// The google.rpc details of an error, by type.
function detailsOf(error) {
  const root = messages();
  const status = root.lookupType('google.rpc.Status').decode(error.metadata.get('grpc-status-details-bin')[0]);
  return Object.fromEntries(status.details.map((any) => {
    const type = any.type_url.split('/').pop();
    return [type.split('.').pop(), root.lookupType(type).decode(any.value)];
  }));
}

async function main() {
  const {v1} = minga;
  const healthy = await connect(health.v1.Health).Check({});
  assert.strictEqual(healthy.status, 'SERVING');

  const agencies = connect(v1.AgencyService, secretariatKey);
  const agency = await agencies.CreateAgency({
    agency_id: 'uy-auci',
    agency: {display_name: 'Agencia Uruguaya de Cooperación Internacional', country_code: 'UY'},
    request_id: 'node-agency',
  });
  const {key} = await agencies.CreateApiKey({parent: agency.name, api_key: {display_name: 'Node'}});
  const round = await connect(v1.RoundService, secretariatKey).CreateRound({
    round_id: '2022',
    round: {display_name: 'Relevamiento 2022', form_version: '2022', period: {start: {year: 2019}, end: {year: 2022}}},
  });
  assert.strictEqual(round.state, 'ROUND_STATE_OPEN');

  const fiches = connect(v1.FicheService, key);
  const draft = await fiches.CreateFiche({
    parent: agency.name,
    fiche: {
      round: round.name,
      institution: 'Agencia Uruguaya de Cooperación Internacional',
      focal_point: {display_name: 'Punto focal', email: 'focal@auci.example.org'},
      initiatives: [{
        content: {
          type: 'INITIATIVE_TYPE_PROJECT',
          title: 'Agua para las escuelas rurales',
          partner_country_codes: ['PY'],
          actors: [
            {display_name: 'Ministerio de Ambiente', category: 'ACTOR_CATEGORY_PUBLIC_SECTOR', category_text: 'sector público'},
            {display_name: 'Universidad de la República', category: 'ACTOR_CATEGORY_ACADEMIA', category_text: 'academia'},
          ],
        },
      }],
    },
    request_id: 'node-fiche',
  });
  assert.strictEqual(draft.state, 'FICHE_STATE_DRAFT');
  const submission = {name: draft.name, etag: draft.etag, request_id: 'node-submission'};
  const submitted = await fiches.SubmitFiche(submission);
  assert.strictEqual(submitted.state, 'FICHE_STATE_SUBMITTED');
  assert.strictEqual(submitted.initiatives[0].content.title, 'Agua para las escuelas rurales');
  // Sent twice, counted once.
  assert.strictEqual((await fiches.SubmitFiche(submission)).etag, submitted.etag);

  const statistics = await connect(v1.StatisticsService, secretariatKey).ComputeStatistics({dimensions: ['DIMENSION_ACTOR_CATEGORY']});
  assert.strictEqual(statistics.total, 1);
  assert.deepStrictEqual(statistics.rows.map((row) => [row.keys[0], row.value]), [['ACADEMIA', 1], ['PUBLIC_SECTOR', 1]]);

  const initiatives = await connect(v1.InitiativeService, key).ListInitiatives({page_size: 10});
  assert.strictEqual(initiatives.initiatives.length, 1);

  // An error explains itself here too.
  await assert.rejects(connect(v1.FicheService, key, 'pt').CreateFiche({parent: agency.name, fiche: {country_code: 'XX'}}), (error) => {
    assert.strictEqual(error.code, grpc.status.INVALID_ARGUMENT);
    const {ErrorInfo, LocalizedMessage, BadRequest} = detailsOf(error);
    assert.strictEqual(ErrorInfo.reason, 'INVALID_FIELDS');
    assert.strictEqual(LocalizedMessage.locale, 'pt');
    assert.deepStrictEqual(BadRequest.field_violations.map((each) => each.field).sort(), ['fiche.country_code', 'fiche.round']);
    return true;
  });
  console.log(`${submitted.name} submitted and counted`);
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
