const SPEECH_URL = 'https://api.speech.example/v1';

export async function say(text: string, key: string): Promise<string> {
  const voice = process.env.SPEECH_VOICE || 'anna';
  const response = await fetch(`${SPEECH_URL}/voices/${voice}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: text,
  });
  return response.text();
}
