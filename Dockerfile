# One image for web, workers, scheduler and migrations; docker-compose.yml says who is who.
FROM python:3.11-slim-bookworm AS packages
# The same locked and hashed packages as ./portal run; pip stays behind in this stage.
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --no-cache-dir --no-input --require-hashes --only-binary :all: -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
# Pango and the font subsetter for WeasyPrint, and fonts with every Vietnamese letter.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-liberation2 libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --user-group --home-dir /srv/portal --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal /var/lib/portal /var/lib/portal/media
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/portal
COPY . .
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    PORTAL_VAR_DIR=/var/lib/portal \
    XDG_CACHE_HOME=/tmp/cache
USER portal
# The embedded mode needs no secret for this; production settings come from the environment at start.
RUN PORTAL_MODE=embedded python manage.py collectstatic --noinput -v0
ENV PORTAL_MODE=production
EXPOSE 8000
# Asks by the first allowed name, because Django answers to no other.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "tools.healthcheck"]
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--preload", \
     "--max-requests", "2000", "--max-requests-jitter", "200", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", \
     "--log-level", "warning"]
