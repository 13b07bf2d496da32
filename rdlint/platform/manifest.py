"""The grammar of `raindrop.manifest`: its blocks, their attributes, and what these may hold.

Source: the platform's documentation (reference pages, CLI pages, manifest template), 75 manifests of 31
repositories, and framework 0.0.1 to 0.17.0 (platform reference A), as of 2026-11. The reference page
`docs/manifest.md` is made of this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from rdlint.platform.credentials import tells_secret

#: When these facts were collected; a name that is not here may be newer.
AS_OF = "2026-11"


class Type(Enum):
    """What stands behind ``name =``; the value says how it is written."""

    TEXT = 'text in quotes, `"…"`'
    NUMBER = "a whole number"
    BOOL = "`true` or `false`"
    TEXTS = 'a list of texts, `["…"]`'


#: What a value of each type is read as.
KINDS: Mapping[Type, str] = {Type.TEXT: "string", Type.NUMBER: "number", Type.BOOL: "bool", Type.TEXTS: "list"}


@dataclass(frozen=True, slots=True)
class AttributeKind:
    """An attribute of a block.

    ``values`` are the only ones it may have (of a list, its items), or with ``may_grow`` those that were
    seen so far; ``low`` and ``high`` bound a number.
    ``source`` says where the fact comes from and how sure it is. ``until`` is the version in which the
    attribute was last documented, empty when it still is; ``instead`` what to write since.
    """

    name: str
    type: Type
    summary: str
    source: str
    values: tuple[str, ...] = ()
    may_grow: bool = False
    low: int | None = None
    high: int | None = None
    is_required: bool = False
    until: str = ""
    instead: str = ""

    def takes(self, kind: str, text: str) -> bool:
        """Say whether a value is of the right type and among those allowed; bounds and items of lists apart.

        ``kind`` is what was read: ``string``, ``number``, ``bool``, ``list`` or another; ``text`` its meaning.
        """
        return kind == KINDS[self.type] and (not self.values or kind != "string" or text in self.values)


@dataclass(frozen=True, slots=True)
class BlockKind:
    """A kind of block. ``is_named``: it takes exactly one label; the others take none.

    ``blocks`` are the kinds that may stand inside. ``requires`` are those of them that must.
    ``one_of`` are attributes of which exactly one is given. ``until`` and ``instead`` as in ``AttributeKind``.
    """

    name: str
    summary: str
    source: str
    is_named: bool = True
    attributes: tuple[AttributeKind, ...] = ()
    blocks: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    until: str = ""
    instead: str = ""

    def attribute(self, name: str) -> AttributeKind | None:
        """Return the attribute ``name``, or ``None``."""
        return next((each for each in self.attributes if each.name == name), None)


_VISIBILITY = "who may call it from outside: anybody, holders of a token, nobody"


def _visibility(*values: str, source: str) -> AttributeKind:
    return AttributeKind("visibility", Type.TEXT, _VISIBILITY, source, values=values)


_KINDS = (
    BlockKind(
        "application",
        "the app; everything else stands inside it",
        "75 of 75 manifests",
        blocks=(
            *("env", "service", "mcp_service", "actor", "observer", "task"),
            *("bucket", "smartbucket", "queue", "kv_cache", "kv_store", "sql_database"),
            *("smartsql", "smartmemory", "vector_index"),
        ),
    ),
    BlockKind(
        "env",
        "a variable or secret: in `application` for every module, in a module for that one",
        "documentation, secrets; manifest template",
        attributes=(
            AttributeKind(
                "secret", Type.BOOL, "its value is stored as a secret and never shown", "documentation, secrets"
            ),
            AttributeKind("default", Type.TEXT, "its value until `raindrop build env set` gives one", "template"),
        ),
    ),
    BlockKind(
        "service",
        "a worker that answers requests and calls of other modules",
        "documentation, services",
        attributes=(_visibility("public", "protected", "private", source="documentation, services; 21 repositories"),),
        blocks=("domain", "env"),
    ),
    BlockKind(
        "mcp_service",
        "a Model Context Protocol server",
        "documentation, mcp",
        attributes=(
            _visibility("public", "protected", source="documentation, mcp; 6 repositories"),
            AttributeKind(
                "authorization_server",
                Type.TEXT,
                "the AuthKit address that tokens of a protected one come from",
                "documentation, mcp; manifest template",
            ),
        ),
        blocks=("env",),
    ),
    BlockKind(
        "actor",
        "a worker with state, one instance for each name",
        "documentation, actor",
        attributes=(
            _visibility(
                "public", "protected", "private", source="older documentation, actor; seen in 0 of 2 repositories"
            ),
        ),
        blocks=("domain", "env"),
    ),
    BlockKind(
        "observer",
        "a worker that is called with the messages of a queue or the events of a bucket",
        "documentation, observers",
        blocks=("source", "env"),
        requires=("source",),
    ),
    BlockKind(
        "task",
        "a worker that is called by the clock, in UTC",
        "documentation, task",
        attributes=(
            AttributeKind(
                "type", Type.TEXT, "how it is triggered", "documentation, task", values=("cron",), may_grow=True
            ),
            AttributeKind("cron", Type.TEXT, "when it runs, five fields", "documentation, task", is_required=True),
        ),
        blocks=("env",),
    ),
    BlockKind(
        "domain",
        "the host name of its module",
        "documentation, services; manifest template",
        is_named=False,
        attributes=(
            AttributeKind(
                "cname",
                Type.TEXT,
                "one label: `<cname>.<organisation>.lmapp.run`",
                "manifest template; older documentation, services",
            ),
            AttributeKind("fqdn", Type.TEXT, "a whole host name of your own", "documentation 0.6.2, services; dns"),
        ),
        one_of=("cname", "fqdn"),
    ),
    BlockKind(
        "source",
        "what an observer observes",
        "documentation, observers",
        is_named=False,
        attributes=(
            AttributeKind("queue", Type.TEXT, "the name of a `queue`", "documentation, observers"),
            AttributeKind("bucket", Type.TEXT, "the name of a `bucket`", "documentation, observers"),
            AttributeKind(
                "batch_size", Type.NUMBER, "messages for one call at most", "documentation, queue", low=1, high=100
            ),
            AttributeKind(
                "max_batch_timeout",
                Type.NUMBER,
                "seconds to wait for a full batch",
                "documentation, queue",
                low=0,
                high=60,
            ),
        ),
        blocks=("rule",),
        one_of=("queue", "bucket"),
    ),
    BlockKind(
        "rule",
        "which events of a bucket count",
        "documentation, observers",
        is_named=False,
        attributes=(
            AttributeKind(
                "actions",
                Type.TEXTS,
                "what happened to the object",
                "older documentation, observers: the whole list",
                values=("PutObject", "CopyObject", "CompleteMultipartUpload", "DeleteObject", "LifecycleDeletion"),
            ),
            AttributeKind("prefix", Type.TEXT, "what the object's key begins with", "documentation, observers"),
            AttributeKind("suffix", Type.TEXT, "what the object's key ends with", "documentation, observers"),
        ),
    ),
    BlockKind(
        "bucket",
        "stored files",
        "documentation, bucket",
        attributes=(
            AttributeKind(
                "location_hint",
                Type.TEXT,
                "where it is kept",
                "manifest template; the list, framework 0.10.0",
                values=("wnam", "enam", "sam", "weur", "eeur", "apac", "oc", "afr", "me"),
                may_grow=True,
            ),
            _visibility(
                "public", "protected", "private", source="manifest template (`protected` enables S3); 2 repositories"
            ),
        ),
    ),
    BlockKind("smartbucket", "stored files that can be searched and asked", "documentation, smartbucket"),
    BlockKind("queue", "messages from modules to one observer", "documentation, queue"),
    BlockKind("kv_cache", "values by key, with a time to live", "documentation, kv-cache"),
    BlockKind("kv_store", "values by key", "documentation 0.6.2, kv", until="0.6.2", instead="kv_cache"),
    BlockKind(
        "sql_database",
        "an SQLite database with migrations in `db/<name>/`",
        "documentation, sql",
        attributes=(
            AttributeKind(
                "schema",
                Type.TEXT,
                "a file of SQL",
                "older documentation, manifest",
                until="0.6",
                instead="a migration `db/<name>/0000_schema.sql`",
            ),
        ),
    ),
    BlockKind("smartsql", "an SQLite database that answers questions in words", "documentation, smartsql"),
    BlockKind("smartmemory", "the memory of an agent", "documentation, smartmemory"),
    BlockKind(
        "vector_index",
        "vectors, to find the nearest",
        "documentation, vector",
        attributes=(
            AttributeKind(
                "dimensions",
                Type.NUMBER,
                "numbers in one vector",
                "documentation, vector",
                low=1,
                high=1536,
                is_required=True,
            ),
            AttributeKind(
                "metric",
                Type.TEXT,
                "how the distance is measured",
                "documentation, vector; framework 0.10.0",
                values=("cosine", "euclidean", "dot-product"),
                is_required=True,
            ),
        ),
    ),
)

#: Every kind of block that the platform documents, by name.
SCHEMA: Mapping[str, BlockKind] = {each.name: each for each in _KINDS}

#: What people took for a kind of block, and the kind that does what they meant (A.5; the same words elsewhere).
MISTAKEN_BLOCKS: Mapping[str, str] = {
    "sql": "sql_database",
    "database": "sql_database",
    "db": "sql_database",
    "d1": "sql_database",
    "d1_database": "sql_database",
    "kv": "kv_cache",
    "kv_namespace": "kv_cache",
    "cache": "kv_cache",
    "cron": "task",
    "schedule": "task",
    "variable": "env",
    "secret": "env",
    "environment": "env",
    "vector": "vector_index",
    "vectorize": "vector_index",
    "durable_object": "actor",
    "mcp": "mcp_service",
    "memory": "smartmemory",
    "agent_memory": "smartmemory",
    "worker": "service",
    "consumer": "observer",
    "storage": "bucket",
    "r2_bucket": "bucket",
}
#: What people took for an attribute, by block and name.
MISTAKEN_ATTRIBUTES: Mapping[tuple[str, str], str] = {
    ("env", "value"): "default",
    ("task", "schedule"): "cron",
    ("vector_index", "dimension"): "dimensions",
    ("bucket", "location"): "location_hint",
}
#: Blocks and attributes of other platforms that people wrote: in no documentation, and in no app that works (A.5).
INVENTED_BLOCKS = frozenset({"ai", "compute", "deployment", "monitor", "resources", "scaling"})
INVENTED_ATTRIBUTES = frozenset(
    "adaptation ai_model alerts auto_scaling batch_indexing batch_processing compression connection_pool cpu "
    "dead_letter_queue description embedding_enabled embeddings encryption endpoints entrypoint environment "
    "handler image indexing insights interval key lifecycle_policy load_balancer max_batch_size "
    "max_connections max_memory max_size memory metadata_schema model nlp_query platform port priority_levels "
    "provider real_time_updates region replicas retention_policy runtime schedule schema_version sharding "
    "ssl_mode ssl_termination tier timeout trigger ttl versioning visibility_timeout wake_threshold".split(" ")
)


def parents(name: str) -> tuple[str, ...]:
    """Return the kinds of block in which a block ``name`` may stand.

    >>> parents("rule"), parents("queue")
    (('source',), ('application',))
    """
    return tuple(each.name for each in _KINDS if name in each.blocks)


def holders(name: str) -> tuple[str, ...]:
    """Return the kinds of block that have an attribute ``name``.

    >>> holders("cron"), holders("batch_size")
    (('task',), ('source',))
    """
    return tuple(each.name for each in _KINDS if each.attribute(name) is not None)


def env_block(name: str) -> str:
    """Return the block that declares the variable ``name``, as a secret when its name tells one.

    >>> env_block("STRIPE_KEY"), env_block("REGION")
    ('env "STRIPE_KEY" { secret = true }', 'env "REGION" {}')
    """
    return f'env "{name}" ' + ("{ secret = true }" if tells_secret(name) else "{}")
