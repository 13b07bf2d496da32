import { Service } from '@liquidmetal-ai/raindrop-framework';
import { Hono } from 'hono';
import { Env } from './raindrop.gen';
import { say } from '@shared/speech';

const app = new Hono<{ Bindings: Env }>();

app.post('/bookings', async (c) => {
  const booking = await c.req.json();
  await c.env.BOOKING_CACHE.put(booking.id, JSON.stringify(booking));
  await c.env.DUE_CALLS.send(booking, { delaySeconds: booking.inSeconds });
  c.env.logger.info(`booked from ${c.env.CALLER_ID}`);
  return c.json({ booked: true });
});

app.get('/people/:name', async (c) => {
  // the directory has a proxy; going around it is what breaks when its address changes
  const person = await fetch(`${c.env.DIRECTORY_URL}/people/${c.req.param('name')}`);
  return c.json(await person.json());
});

app.get('/greeting', async (c) => c.json({ audio: await say('Hello!', c.env.SPEECH_KEY) }));

app.get('/limits', async (c) => c.json(await c.env.booking_cache.get('limits')));

export default class extends Service<Env> {
  async fetch(request: Request): Promise<Response> {
    if (request.headers.get('x-admin') !== this.env.ADMIN_TOKEN) {
      this.env.logger.warn('not an administrator');
    }
    return app.fetch(request, this.env);
  }
}
