/** Who of a consumer group works: one member has all partitions, the others stand by. Who has them keeps them while it lives. */
import kafkajs, { type PartitionAssigner } from 'kafkajs';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
const NAME = 'metsuke-one';
const VERSION = 1;

/** An assigner. `workingSince`: when this member was given the partitions, in milliseconds; 0 while it stands by. */
export function oneWorker(workingSince: () => number): PartitionAssigner {
  return ({ cluster }) => ({
    name: NAME,
    version: VERSION,
    async assign({ members, topics }) {
      const all = topics.map((topic) => {
        const partitions = cluster.findTopicPartitionMetadata(topic);
        return [topic, partitions.map(({ partitionId }) => partitionId)] as const;
      });
      const worker = chosen(
        members.map(({ memberId, memberMetadata }) => ({ memberId, since: claimIn(memberMetadata) })),
      );
      return members.map(({ memberId }) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({
          version: VERSION,
          assignment: memberId === worker ? Object.fromEntries(all) : {},
          userData: Buffer.alloc(0),
        }),
      }));
    },
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: MemberMetadata.encode({
        version: VERSION,
        topics,
        userData: Buffer.from(String(workingSince())),
      }),
    }),
  });
}

/** Of those who work the last one to have begun: one that began before it was silent for too long. Else the first by name. */
export function chosen(members: readonly { readonly memberId: string; readonly since: number }[]): string {
  const [first] = members.toSorted((a, b) => b.since - a.since || (a.memberId < b.memberId ? -1 : 1));
  return first.memberId;
}

function claimIn(metadata: Buffer): number {
  const since = Number(MemberMetadata.decode(metadata)?.userData.toString() ?? 0);
  return Number.isFinite(since) ? since : 0;
}
