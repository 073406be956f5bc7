// Events: what the service tells by itself. After a reconnect everything shown is asked for again.

type Hear = (data: unknown) => void;
const hearers = new Map<string, Hear[]>();
const names = ['hello', 'scan', 'card', 'sync', 'printer', 'session'] as const;
export type EventName = (typeof names)[number];

export function onEvent(name: EventName, hear: Hear) {
  hearers.set(name, [...(hearers.get(name) ?? []), hear]);
}

let source: EventSource | undefined;

export function listen() {
  source?.close();
  source = new EventSource('/events');
  for (const name of names) {
    source.addEventListener(name, (event) => {
      try {
        const data: unknown = JSON.parse((event as MessageEvent<string>).data);
        for (const hear of hearers.get(name) ?? []) hear(data);
      } catch {
        // Not ours to read.
      }
    });
  }
}

export function stopListening() {
  source?.close();
  source = undefined;
}
