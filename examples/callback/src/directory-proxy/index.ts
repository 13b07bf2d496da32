import { Service } from '@liquidmetal-ai/raindrop-framework';
import { Env } from './raindrop.gen';

export default class extends Service<Env> {
  async fetch(request: Request): Promise<Response> {
    return this.person(new URL(request.url).searchParams.get('name') ?? '');
  }

  async person(name: string): Promise<Response> {
    return fetch(`${this.env.DIRECTORY_URL}/people/${name}`);
  }
}
