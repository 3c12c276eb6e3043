#!/bin/sh
# Seven shards with GNU parallel: on this machine, or on others with `--sshlogin` (chatfare and the file must be there).
set -eu
seq 7 | parallel chatfare run shop.toml --shard {}/7 --out shards/{}
chatfare merge shards/* --out output/joined
