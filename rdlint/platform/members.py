"""The members of every kind of binding.

Source: the framework's own types at 0.10.0 and 0.4.8, and the generated mocks of 0.17.0 (platform
reference B.6, J.2), as of 2026-11. Versions before 0.4.8 were built on other types: nothing is known of those.
"""

from __future__ import annotations

from collections.abc import Mapping

AS_OF = "2026-11"
#: The oldest framework whose types were seen.
OLDEST_KNOWN = (0, 4, 8)
#: The newest framework that was seen.
NEWEST_KNOWN = (0, 17, 0)

_BUCKET = frozenset({"head", "get", "put", "delete", "list"})
_SEARCH = frozenset({"search", "chunkSearch", "documentChat", "getPaginatedResults"})
_CACHE = frozenset({"get", "getWithMetadata", "list", "put", "delete", "clear"})
_WORKING_MEMORY = frozenset(
    {"putMemory", "getMemory", "searchMemory", "deleteMemory", "summarizeMemory", "endSession", "getRehydrationStatus"}
)
_PROCEDURES = frozenset({"putProcedure", "getProcedure", "deleteProcedure", "listProcedures", "searchProcedures"})

#: By the kind of the block, or by the name of a default binding; further kinds are what members give.
MEMBERS: Mapping[str, frozenset[str]] = {
    "bucket": _BUCKET,
    "smartbucket": _BUCKET | _SEARCH,
    "kv_cache": _CACHE,
    "kv_store": _CACHE,
    "queue": frozenset({"send", "sendBatch"}),
    "sql_database": frozenset({"prepare", "batch", "exec"}),
    "smartsql": frozenset({"executeQuery", "getMetadata", "updateMetadata", "getPiiData"}),
    "smartmemory": frozenset(
        {
            *("getWorkingMemorySession", "startWorkingMemorySession", "rehydrateSession", "getProceduralMemory"),
            *("searchEpisodicMemory", "searchSemanticMemory"),
            *("getSemanticMemory", "putSemanticMemory", "deleteSemanticMemory"),
        }
    ),
    "vector_index": frozenset({"describe", "query", "queryById", "insert", "upsert", "deleteByIds", "getByIds"}),
    "actor": frozenset({"idFromName", "get", "jurisdiction"}),
    "AI": frozenset({"run"}),
    "mem": _CACHE,
    "logger": frozenset(
        {
            *("with", "withError", "log", "logAtLevel", "message", "messageAtLevel"),
            *("debug", "info", "warn", "error"),
        }
    ),
    "tracer": frozenset({"span"}),
    "annotation": frozenset({"get", "put", "list", "log", "delete"}),
    "_raindrop": frozenset({"app"}),
    "app": frozenset({"organizationId", "applicationName", "versionId", "scriptName", "visibility"}),
    "statement": frozenset({"bind", "first", "run", "all", "raw"}),
}

#: What a member is or returns at once, without `await`.
RESULTS: Mapping[tuple[str, str], str] = {
    ("sql_database", "prepare"): "statement",
    ("statement", "bind"): "statement",
    ("actor", "jurisdiction"): "actor",
    ("logger", "with"): "logger",
    ("logger", "withError"): "logger",
    ("_raindrop", "app"): "app",
}

#: The last version whose types were seen without a member that later ones have.
LAST_WITHOUT: Mapping[tuple[str, str], tuple[int, int, int]] = {
    ("kv_cache", "clear"): (0, 4, 8),
    ("kv_store", "clear"): (0, 4, 8),
    ("mem", "clear"): (0, 4, 8),
    ("annotation", "log"): (0, 10, 0),
    ("annotation", "delete"): (0, 10, 0),
    **{
        ("smartmemory", member): (0, 4, 8)
        for member in MEMBERS["smartmemory"] - {"getWorkingMemorySession", "startWorkingMemorySession"}
    },
}

#: Members of every JavaScript object, of every promise and of JSON's protocol, which belong to no kind.
EVERYWHERE = frozenset(
    {
        *("constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"),
        *("toLocaleString", "toString", "valueOf", "toJSON", "then", "catch", "finally", "prototype"),
        *("__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"),
    }
)


def _same(what: str, *members: str) -> dict[str, str]:
    return dict.fromkeys(members, what)


_CACHE_SLIPS = {
    **_same("put(key, value)", "set", "setItem", "setex", "setEx", "store", "save", "write"),
    **_same("put(key, value, { expirationTtl: seconds })", "expire", "ttl"),
    **_same("get(key)", "has", "exists", "getItem", "read", "fetch", "match", "mget"),
    **_same("delete(key)", "del", "remove", "removeItem", "unlink"),
    **_same("list({ prefix })", "keys", "scan"),
    **_same("clear()", "flushall", "flushAll", "flushdb", "deleteAll", "reset"),
}
_BUCKET_SLIPS = {
    **_same("put(key, value)", "set", "upload", "write", "save", "store", "putObject", "uploadFile"),
    **_same("put(key, value)", "createMultipartUpload", "resumeMultipartUpload"),
    **_same("get(key)", "read", "download", "getObject", "fetch"),
    **_same("head(key)", "exists", "has", "stat", "headObject"),
    **_same("delete(key)", "remove", "del", "deleteObject", "unlink", "deleteObjects"),
    **_same("list({ prefix })", "listObjects", "listObjectsV2", "keys", "listFiles"),
}
_SMARTSQL = "executeQuery({ sqlQuery })"

#: Members that other stores, queues and databases have, with what to type instead.
MEANT: Mapping[str, Mapping[str, str]] = {
    "kv_cache": _CACHE_SLIPS,
    "kv_store": _CACHE_SLIPS,
    "mem": _CACHE_SLIPS,
    "bucket": _BUCKET_SLIPS,
    "smartbucket": {
        **_BUCKET_SLIPS,
        **_same("search({ input })", "query", "semanticSearch", "searchDocuments", "find"),
        **_same("documentChat({ objectId, input, requestId })", "chat", "ask", "documentQuery"),
        **_same("getPaginatedResults({ requestId, page })", "createPageSummary", "paginate"),
    },
    "queue": {
        **_same("send(body)", "push", "enqueue", "publish", "add", "put", "sendMessage", "dispatch", "post"),
        **_same("sendBatch([{ body }])", "sendMessages", "sendAll", "pushBatch", "addBulk", "batchSend"),
    },
    "sql_database": {
        **_same("prepare(sql).bind(…).all()", "query", "execute", "all", "select", "executeQuery", "sql"),
        **_same("prepare(sql).bind(…).first()", "get", "first", "one", "queryOne"),
        **_same("prepare(sql).bind(…).run()", "run"),
        **_same("batch(statements)", "transaction"),
    },
    "smartsql": {
        **_same(_SMARTSQL, "query", "execute", "exec", "run", "all", "get", "first", "sql", "select", "raw"),
        **_same(_SMARTSQL, "prepare", "batch", "executeSql", "executeSQL", "runQuery", "sqlQuery"),
        **_same("executeQuery({ textQuery })", "ask", "textQuery", "naturalLanguageQuery", "nlQuery"),
    },
    "smartmemory": {
        **_same("startWorkingMemorySession()", "startSession", "createSession", "newSession"),
        **_same("getWorkingMemorySession(id)", "getSession"),
        **_same("putSemanticMemory(document)", "put", "set", "add", "store", "save", "insert"),
        **_same("getSemanticMemory(id)", "get", "retrieve"),
        **_same("deleteSemanticMemory(id)", "delete", "remove"),
        **_same("searchSemanticMemory(text)", "search", "query", "semanticSearch"),
        **{each: f"(await startWorkingMemorySession()).workingMemory.{each}" for each in _WORKING_MEMORY},
        **{each: f"(await getProceduralMemory()).{each}" for each in _PROCEDURES},
    },
    "vector_index": {
        **_same("query(vector, { topK })", "search", "similaritySearch", "nearest"),
        **_same("deleteByIds(ids)", "delete", "remove", "del"),
        **_same("getByIds(ids)", "get", "fetch"),
        **_same("insert(vectors)", "add"),
        **_same("upsert(vectors)", "put", "update", "set"),
    },
    "actor": {
        **_same("idFromName(name)", "newUniqueId", "idFromString", "getId"),
        **_same("get(idFromName(name))", "getByName", "getStub"),
    },
    "AI": _same("run(model, input)", "chat", "generate", "complete", "completion", "generateText", "embed", "invoke"),
    "logger": {
        **_same("warn(message)", "warning"),
        **_same("error(message)", "fatal", "critical", "exception"),
        **_same("debug(message)", "trace", "verbose", "silly"),
        **_same("with(fields)", "child"),
    },
    "tracer": _same("span(name, run)", "startSpan", "startActiveSpan", "trace", "withSpan"),
    "statement": {
        **_same("first()", "get", "one"),
        **_same("run()", "execute", "exec"),
        **_same("all()", "query", "fetchAll", "many"),
        **_same("raw()", "values"),
    },
}

#: Those of ``MEANT`` that take and give the same as the member that is there, called as it says.
ONLY_RENAMED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("kv_cache", "kv_store", "mem"),
        frozenset({"set", "setItem", "getItem", "del", "remove", "removeItem", "unlink", "flushall", "flushAll"}),
    ),
    **dict.fromkeys(
        ("bucket", "smartbucket"), frozenset({"set", "write", "save", "upload", "del", "remove", "unlink"})
    ),
    "queue": frozenset({"push", "enqueue", "publish"}),
    "smartmemory": frozenset({"startSession", "createSession", "newSession", "getSession"}),
    "logger": frozenset({"warning", "fatal", "critical", "exception", "trace", "verbose", "silly", "child"}),
    "statement": frozenset({"get", "one", "execute", "query", "fetchAll", "many", "values"}),
}
