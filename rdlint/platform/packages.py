"""Packages that were made for a server with Node, and names that the framework does not have.

Sources: Cloudflare's pages on databases, Hyperdrive and Node.js compatibility of Workers; the packages' own
documentation and issue trackers; platform reference section 0 (names of packages), G.1 to G.4, H.2. As of 2026-11.
Under Node compatibility most drivers that use `node:net` can work, which Raindrop does not document (K.12), so
only what no flag helps is `NEVER`.
"""

from __future__ import annotations

from rdlint.platform.framework import MISTAKEN_PACKAGES
from rdlint.platform.node import Support, Unfit

_SOCKET = "a TCP socket"
_SERVER = "a server that listens on a port"
_PROXY = "or a service of yours that speaks HTTP with it"
_POSTGRES = (
    "declare a `sql_database` or a `smartsql` and use its binding; for a Postgres elsewhere take a driver over HTTP, "
    f"such as `@neondatabase/serverless`, {_PROXY}"
)
_MYSQL = (
    "declare a `sql_database` or a `smartsql` and use its binding; for a MySQL elsewhere take a driver over HTTP, "
    f"such as `@planetscale/database`, {_PROXY}"
)
_SQL = f"declare a `sql_database` or a `smartsql` and use its binding, {_PROXY}"
_DOCUMENTS = f"declare a `sql_database` or a `kv_cache` and use its binding; for a MongoDB elsewhere take {_PROXY[3:]}"
_CACHE = "declare a `kv_cache` and use its binding; for a Redis elsewhere take `@upstash/redis`, which speaks HTTP"
_JOBS = "declare a `queue` and an `observer` that takes from it; work at certain times is a `task`"
_BROKER = f"declare a `queue` and an `observer` that takes from it; for a broker elsewhere take {_PROXY[3:]}"
_MAIL = "send mail over the HTTP API of a mail service with `fetch`"
_ROUTES = "write the routes with `hono`, and `return app.fetch(request, this.env, this.ctx)` in `fetch`"
_INBOUND = (
    "answer an upgrade with `new WebSocketPair()`; to connect outwards, `fetch` the address with `Upgrade: websocket`"
)
_REMOTE = f"call an HTTP API with `fetch`, {_PROXY}"


def _table(needs: str, support: Support, instead: str, names: str) -> dict[str, Unfit]:
    return dict.fromkeys(names.split(), Unfit(needs, support, instead))


#: What needs a socket or a server, by package or by package and path.
SOCKET_PACKAGES: dict[str, Unfit] = {
    **_table(_SOCKET, Support.WITH_NODE, _POSTGRES, "pg pg-pool pg-promise slonik drizzle-orm/node-postgres"),
    **_table("a native library", Support.NEVER, _POSTGRES, "pg-native"),
    **_table(_SOCKET, Support.DOUBTFUL, _POSTGRES, "postgres drizzle-orm/postgres-js"),
    **_table(_SOCKET, Support.WITH_NODE, _MYSQL, "mysql mysql2 mariadb promise-mysql drizzle-orm/mysql2"),
    **_table(_SOCKET, Support.WITH_NODE, _SQL, "mssql tedious oracledb cassandra-driver"),
    **_table(_SOCKET, Support.WITH_NODE, _SQL, "sequelize typeorm"),
    **_table(_SOCKET, Support.WITH_NODE, _DOCUMENTS, "mongodb mongoose monk mongoist"),
    **_table(_SOCKET, Support.WITH_NODE, _CACHE, "redis ioredis @redis/client memcached memjs"),
    **_table(_SOCKET, Support.WITH_NODE, _JOBS, "bull bullmq bee-queue agenda pg-boss"),
    **_table(_SOCKET, Support.WITH_NODE, _BROKER, "amqplib amqp-connection-manager kafkajs kafka-node nats stompit"),
    **_table("a native library", Support.NEVER, _BROKER, "node-rdkafka @confluentinc/kafka-javascript zeromq"),
    **_table(_SOCKET, Support.WITH_NODE, _MAIL, "nodemailer emailjs smtp-server imap imapflow"),
    **_table(_SERVER, Support.WITH_NODE, _ROUTES, "express koa fastify restify polka @hapi/hapi @hono/node-server"),
    **_table(_SERVER, Support.WITH_NODE, _ROUTES, "@nestjs/core @nestjs/platform-express connect http-server"),
    **_table(_SERVER, Support.WITH_NODE, _REMOTE, "http-proxy http-proxy-middleware"),
    **_table("a connection that Node upgrades", Support.NEVER, _INBOUND, "ws websocket uWebSockets.js"),
    **_table("a connection that Node upgrades", Support.WITH_NODE, _INBOUND, "socket.io @hono/node-ws"),
    **_table("HTTP/2 of Node", Support.WITH_NODE, _REMOTE, "@grpc/grpc-js grpc"),
    **_table(_SOCKET, Support.WITH_NODE, _REMOTE, "ssh2 ssh2-sftp-client node-ssh basic-ftp ftp ldapjs net-snmp"),
    **_table(_SOCKET, Support.WITH_NODE, _REMOTE, "https-proxy-agent http-proxy-agent socks-proxy-agent"),
}

_IMAGES = f"call a service that works on images with `fetch`, {_PROXY}"
_BROWSER = f"call a browser that runs elsewhere over its HTTP API, {_PROXY}"
_HASH = "use `bcryptjs`, or `crypto.subtle` with PBKDF2"
_FILES = "keep files in a `bucket`"
_SCHEDULE = 'declare a `task` with `type = "cron"` in `raindrop.manifest`'
_NATIVE = "a native library"
_PROGRAMS = "other programs"
_DISK = "a file system"

#: What needs files, processes, native libraries or Node itself.
NODE_PACKAGES: dict[str, Unfit] = {
    **_table(_NATIVE, Support.NEVER, _SQL, "better-sqlite3 sqlite3 duckdb drizzle-orm/better-sqlite3"),
    **_table(_NATIVE, Support.NEVER, _HASH, "bcrypt argon2"),
    **_table(_NATIVE, Support.NEVER, _IMAGES, "sharp canvas @napi-rs/canvas gm imagemagick"),
    **_table(_NATIVE, Support.NEVER, _REMOTE, "onnxruntime-node @tensorflow/tfjs-node isolated-vm usb serialport"),
    **_table(_PROGRAMS, Support.NEVER, _BROWSER, "puppeteer playwright playwright-core selenium-webdriver"),
    **_table(_PROGRAMS, Support.NEVER, _REMOTE, "execa cross-spawn shelljs zx fluent-ffmpeg node-pty pm2"),
    **_table(_DISK, Support.WITH_NODE, _FILES, "fs-extra graceful-fs glob fast-glob globby rimraf mkdirp chokidar"),
    **_table(_DISK, Support.WITH_NODE, _FILES, "lowdb node-persist tmp archiver unzipper"),
    **_table(_DISK, Support.WITH_NODE, "read variables from `env`: `raindrop build env set` sets them", "dotenv"),
    **_table(
        "Node's requests", Support.WITH_NODE, "read uploads with `await request.formData()`", "multer formidable busboy"
    ),
    **_table("a process that goes on between requests", Support.NEVER, _SCHEDULE, "node-cron node-schedule"),
    **_table("Node's crypto", Support.WITH_NODE, "use `jose`, or `hono/jwt`", "jsonwebtoken"),
    **_table(
        "Node, gRPC and HTTP/2",
        Support.WITH_NODE,
        "call Firebase's REST API with `fetch`, with a token that `jose` signs",
        "firebase-admin",
    ),
    **_table(
        "Node's streams and files in parts",
        Support.DOUBTFUL,
        "for S3, sign requests with `aws4fetch`; teams had to replace the SDK",
        "aws-sdk @aws-sdk/client-s3 @aws-sdk/s3-request-presigner",
    ),
    **_table(
        "Node's streams and programs in parts",
        Support.DOUBTFUL,
        "call the HTTP API with `fetch`; a team had to replace the SDK",
        "@elevenlabs/elevenlabs-js elevenlabs",
    ),
}

#: Python packages that need a socket, which Pyodide does not have (its documentation, "Python compatibility").
PYTHON_SOCKET_PACKAGES: dict[str, Unfit] = {
    **_table(_SOCKET, Support.NEVER, _SQL, "psycopg2 psycopg asyncpg pymysql aiomysql MySQLdb pyodbc"),
    **_table(_SOCKET, Support.NEVER, _DOCUMENTS, "pymongo motor"),
    **_table(_SOCKET, Support.NEVER, _CACHE, "redis aioredis"),
    **_table(_SOCKET, Support.NEVER, _BROKER, "pika kafka aiokafka celery"),
    **_table(_SOCKET, Support.NEVER, _MAIL, "smtplib aiosmtplib imaplib poplib"),
    **_table(_SOCKET, Support.NEVER, _REMOTE, "paramiko ftplib"),
}

#: What people take for the framework's name, and no such package is for worker code (platform reference section 0).
NOT_FRAMEWORK = MISTAKEN_PACKAGES | frozenset(
    {
        "raindrop",
        "raindrop-framework",
        "@raindrop-lm/framework",
        "@raindrop-lm/raindrop-framework",
        "@raindrop/framework",
        "@raindrop/core",
        "@liquidmetal-ai/raindrop",
        "@liquidmetal/raindrop",
        "@liquidmetal/framework",
        "liquidmetal-raindrop",
    }
)
