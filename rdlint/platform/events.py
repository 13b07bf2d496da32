"""The types of what the framework hands to handlers, and their members.

Source: framework 0.10.0, `queue.ts`, `bucket.ts`, `task.ts` and `observer.ts` (platform reference B.5, B.6), as of
2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The version that the members are of.
MEMBERS_VERSION = (0, 10, 0)
#: Since this version messages carry their payload as `body`; before it, handlers got the payload itself (J.2).
FIRST_VERSION = (0, 2, 0)
#: What a bucket notification says of the object.
BUCKET_OBJECT = "BucketEventNotification.object"

#: The members of each type.
MEMBERS: Mapping[str, frozenset[str]] = {
    "Message": frozenset({"id", "timestamp", "body", "attempts", "ack", "retry"}),
    "MessageBatch": frozenset({"messages", "queue", "ackAll", "retryAll"}),
    "BucketEventNotification": frozenset({"action", "bucket", "moduleId", "object", "eventTime"}),
    BUCKET_OBJECT: frozenset({"key", "size", "eTag"}),
    "Event": frozenset({"cron", "type", "scheduledTime"}),
}
#: What people write instead, by type: where the value really is. ``None``: the platform does not hand it over.
MISTAKEN: Mapping[str, Mapping[str, str | None]] = {
    "Message": {
        "event": "body",
        "data": "body",
        "payload": "body",
        "content": "body",
        "value": "body",
        "json": "body",
        "text": "body",
        "retryCount": "attempts",
        "retries": "attempts",
        "messageId": "id",
        "key": None,
        "headers": None,
    },
    "MessageBatch": {"events": "messages", "records": "messages", "length": "messages.length", "forEach": "messages"},
    "BucketEventNotification": {
        "objectKey": "object.key",
        "key": "object.key",
        "size": "object.size",
        "objectSize": "object.size",
        "eTag": "object.eTag",
        "etag": "object.eTag",
        "event": "action",
        "eventType": "action",
        "type": "action",
        "bucketName": "bucket",
        "timestamp": "eventTime",
        "time": "eventTime",
        "eventName": None,
        "contentType": None,
    },
    BUCKET_OBJECT: {"name": "key", "etag": "eTag", "contentType": None},
    "Event": {"timestamp": "scheduledTime", "time": "scheduledTime"},
}
#: What `process` and `handle` get, by the class that is extended (B.5).
RECEIVED: Mapping[str, tuple[str, str]] = {
    "Each": ("process", "Message"),
    "Batch": ("process", "MessageBatch"),
    "Task": ("handle", "Event"),
}
#: Members of every object.
OF_OBJECTS = frozenset(
    {
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
        "__proto__",
    }
)
