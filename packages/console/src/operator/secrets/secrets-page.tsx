import { Card } from '../../ui/card.tsx';
import { CopyLine } from '../../ui/code.tsx';
import { Page } from '../../ui/page.tsx';
import type { RotationsAnswer } from '../api/inbound-answers.ts';
import { useCommand } from '../api/use-command.ts';
import { Answered } from '../ui/answered.tsx';
import { CommandLines } from '../ui/command-lines.tsx';
import { RefreshButton } from '../ui/refresh-button.tsx';
import { SecretTable } from './secret-table.tsx';

/** Which there are, and how many are accepted; never a value. */
export default function SecretsPage() {
  const rotations = useCommand('secrets rotations');
  return (
    <Page
      title="Provider secrets"
      note="By which callbacks are proven genuine. Values are never shown, and never typed into a browser."
      actions={<RefreshButton of={rotations} />}
    >
      <Answered of={rotations}>
        {({ providers }) => providers.map((each) => <ProviderCard key={each.provider} of={each} />)}
      </Answered>
      <CommandLines commands={[['secrets rotations'], ['secrets show']]} />
    </Page>
  );
}

function ProviderCard({
  of: { provider, configured, secrets },
}: {
  readonly of: RotationsAnswer['providers'][number];
}) {
  return (
    <Card
      title={<span className="provider-name">{provider}</span>}
      note={
        configured
          ? 'To rotate one, begin in a terminal: the new value is asked for there'
          : 'Not configured, so its callbacks are refused'
      }
      flush={secrets.length > 0}
    >
      {secrets.length > 0 ? (
        <SecretTable provider={provider} secrets={secrets} />
      ) : (
        <CopyLine text={`pnpm cli secrets set ${provider} --help`} what="the command" />
      )}
    </Card>
  );
}
