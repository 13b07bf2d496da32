# docker build --tag rdlint .
# docker run --rm --network none --volume "$PWD:/app:ro" rdlint
FROM python:3.14-slim AS build
COPY pyproject.toml README.md LICENSE /source/
COPY rdlint /source/rdlint
COPY rules /source/rules
# an environment without pip, filled by the pip outside of it
RUN python -m venv --without-pip /opt/rdlint \
 && pip --python /opt/rdlint/bin/python install --no-cache-dir /source

FROM python:3.14-slim
COPY --from=build /opt/rdlint /opt/rdlint
# nobody's number: no file of the image is to be written
USER 65534:65534
WORKDIR /app
ENTRYPOINT ["/opt/rdlint/bin/rdlint"]
