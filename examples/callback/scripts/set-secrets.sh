#!/bin/bash
# Run this after every `raindrop build generate`, which resets what was set.
set -euo pipefail

echo "Setting the secrets of callback (values are not shown)"
raindrop build env set env:TELEPHONY_TOKEN "$TELEPHONY_TOKEN"
raindrop build env set SPEECH_KEY "$SPEECH_KEY"
raindrop build env set env:CALLBACK_REGION "$CALLBACK_REGION"
