package dev.millrace.mongo.cosmos;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises accounts by host name or replica set, and mends connection strings as the Azure portal gives them. Source:
 * Microsoft's "Connect a MongoDB application to Azure Cosmos DB".
 */
public final class CosmosAddress {

    /** What every RU account calls its replica set. */
    public static final String SET_NAME = "globaldb";

    /** The clouds of Azure, and the name that accounts had until 2019. */
    private static final List<String> RU_HOSTS = List.of(
            ".mongo.cosmos.azure.com",
            ".mongo.cosmos.azure.us",
            ".mongo.cosmos.azure.cn",
            ".documents.azure.com",
            ".documents.azure.us",
            ".documents.azure.cn");

    private static final String VCORE_HOST = ".mongocluster.cosmos.azure.com";

    private static final Pattern RU_SET = Pattern.compile("(?i)[?&]replicaSet=" + SET_NAME + "(&|$)");

    /** Scheme, user, key, hosts and the rest; the key reaches to the last @ in front of the options. */
    private static final Pattern PARTS = Pattern.compile("(mongodb://)([^:@/?]+):([^?]+)@([^@?]+)(\\?.*)?");

    /** What of a key the driver would misread: base64's own signs, unless they are encoded already. */
    private static final Pattern RAW = Pattern.compile("[+/=@:]");

    private CosmosAddress() {}

    /** @param host with or without its port */
    public static Optional<CosmosKind> ofHost(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
        if (name.endsWith(VCORE_HOST)) {
            return Optional.of(CosmosKind.VCORE);
        }
        return RU_HOSTS.stream().anyMatch(name::endsWith) ? Optional.of(CosmosKind.RU) : Optional.empty();
    }

    /**
     * The same connection string with its key percent-encoded, if it is that of an RU account: the portal shows keys as
     * they are, and they hold {@code ==}, {@code +} and {@code /}. Any other string comes back unchanged.
     */
    public static String mended(String uri) {
        Matcher parts = PARTS.matcher(uri);
        if (!parts.matches() || !isRu(parts.group(4), uri)) {
            return uri;
        }
        String key = RAW.matcher(parts.group(3))
                .replaceAll(sign -> "%" + Integer.toHexString(sign.group().charAt(0)));
        String options = parts.group(5) == null ? "" : parts.group(5);
        return parts.group(1) + parts.group(2) + ":" + key + "@" + parts.group(4) + options;
    }

    private static boolean isRu(String hosts, String uri) {
        String first = hosts.replaceFirst("[,/].*$", "");
        return ofHost(first).equals(Optional.of(CosmosKind.RU))
                || RU_SET.matcher(uri).find();
    }
}
