# Palermo's front end on port 8501, with its library in the volume /data.
FROM python:3.11-slim AS build
RUN pip install --no-cache-dir uv
WORKDIR /app
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
# The packages alone first: they change less often than the code, and this layer is kept.
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --extra ui --extra postgres --extra elasticsearch --extra crawlers --no-install-project
COPY . .
RUN uv sync --frozen --no-dev --extra ui --extra postgres --extra elasticsearch --extra crawlers --no-editable

FROM python:3.11-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home palermo \
    && install --directory --owner palermo --group palermo /data
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PALERMO_LIBRARY=/data \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_PORT=8501 \
    STREAMLIT_SERVER_HEADLESS=true
USER palermo
VOLUME /data
EXPOSE 8501
# The first start builds the starter library, so the first minutes do not count.
HEALTHCHECK --interval=30s --timeout=5s --start-period=180s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["palermo", "ui", "--headless", "--address", "0.0.0.0"]
