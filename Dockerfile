# metsuke in a container: the checkout as it is, since Node runs TypeScript. Used by docker-compose.yml.
FROM node:24-bookworm-slim AS metsuke
WORKDIR /opt/metsuke
ENV NODE_ENV=production
COPY package.json package-lock.json .npmrc ./
COPY toolchain/package.json toolchain/
# without the Node that the checkout brings along: the image has its own
RUN npm ci --omit=dev --workspaces=false --ignore-scripts
COPY schemas schemas
COPY detectors detectors
COPY seeds seeds
COPY src src
RUN mkdir /var/lib/metsuke && chown node:node /var/lib/metsuke && chmod 700 /var/lib/metsuke
USER node
VOLUME /var/lib/metsuke
ENTRYPOINT ["node", "src/main.ts"]
CMD ["--help"]

FROM metsuke AS producers
COPY bench/kafka/sample.ts bench/kafka/sample.ts
ENTRYPOINT ["node", "bench/kafka/sample.ts"]
