import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serveCases } from './caseServer.ts';
import { createFiles } from './files.ts';

const connection = createConnection(ProposedFeatures.all);
serveCases(connection, createFiles(`${__dirname}/../media/diagnostics.md`));
connection.listen();
