# One image for web, worker and scheduler; docker-compose.yml says which is which.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /srv/mnr
COPY requirements/base.txt requirements/
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/base.txt

FROM python:3.11-slim-bookworm
# Pango lays out the reports.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /srv/mnr mnr \
 && install -d -o mnr -g mnr -m 700 /var/lib/mnr
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/mnr
COPY . .
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=mnr.settings MNR_STATE_DIR=/var/lib/mnr
USER mnr
EXPOSE 8000
CMD ["gunicorn", "mnr.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
