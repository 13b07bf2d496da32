import { Each, Message } from '@liquidmetal-ai/raindrop-framework';
import { Env } from './raindrop.gen';

export interface Body {
  id: string;
  phone: string;
}

export default class extends Each<Body, Env> {
  async process(message: Message<Body>): Promise<void> {
    const { TELEPHONY_TOKEN, TELEPHONY_ACCOUNT } = this.env;
    await fetch(`https://api.telephony.example/accounts/${TELEPHONY_ACCOUNT}/calls`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TELEPHONY_TOKEN}` },
      body: JSON.stringify({ to: message.body.phone, from: this.env.CALLER_ID }),
    });
    message.ack();
  }
}
