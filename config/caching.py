"""The cache of production: when Redis is down it is an empty cache, and pages are computed instead of failing."""

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Reading finds nothing and writing does nothing while Redis does not answer. Operations that the portal does not
    use still raise redis.exceptions.RedisError."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as error:
            logger.warning("The cache does not answer: %s", error)
            return default

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        try:
            super().set(key, value, timeout, version)
        except RedisError as error:
            logger.warning("The cache does not answer: %s", error)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        try:
            return super().get_many(keys, version)
        except RedisError as error:
            logger.warning("The cache does not answer: %s", error)
            return {}

    def set_many(self, data: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> list[str]:
        try:
            return super().set_many(data, timeout, version)
        except RedisError as error:
            logger.warning("The cache does not answer: %s", error)
            return list(data)
